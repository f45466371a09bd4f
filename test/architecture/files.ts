import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const above = join(import.meta.dirname, '../..');
/** The root folder of the repository, found from the sources and from the compiled code. */
export const ROOT = basename(above) === 'dist' ? dirname(above) : above;

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The ignored names: .git, and the folders and file endings in .gitignore. */
const ignored = [...textOf('.gitignore').split('\n'), '.git/'].filter((line) => line !== '');
const isIgnored = (name: string): boolean =>
  ignored.includes(`${name}/`) || ignored.some((line) => line.startsWith('*') && name.endsWith(line.slice(1)));

const below = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (isIgnored(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : [relative(ROOT, path)];
  });

/** The files of the repository that match, as paths from its root. */
export const filesMatching = (pattern: RegExp): string[] => below(ROOT).filter((path) => pattern.test(path));

/** Escapes a text for a pattern that matches exactly this text. */
export const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
