export { type AgencyNamed, Directory } from './directory.js';
export { directory, directoryName } from './directory.projection.js';
export { DirectoryCopy } from './directory-copy.js';
export { Directory1767222000001 } from './migrations/directory-1767222000001.js';
export { DirectoryVersion1798000000300 } from './migrations/directory-version-1798000000300.js';
