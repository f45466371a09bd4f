export { type AgencyNamed, Directory, directory, Directory1767222000001, DIRECTORY_ENTITIES } from './directory.js';
