export { type AgencyNamed, Directory, directory, Directory1767222000001 } from './directory.js';
