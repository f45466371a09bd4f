import { readFile } from 'node:fs/promises';
import { CommandFailed } from './terminal.js';

/** Reads a UTF-8 file whose path the user gave. `kinds`: the accepted formats, for the error message. */
export const textOfFile = async (file: string, kinds: string): Promise<string> => {
  const bytes = await readFile(file).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new CommandFailed(`${file} cannot be read: ${why}.`, `Give the path of a ${kinds} file.`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CommandFailed(
      `${file} is not UTF-8 text: names with accents would come out wrong.`,
      'Save it as UTF-8 ("CSV UTF-8" in a spreadsheet) and import again.',
    );
  }
};
