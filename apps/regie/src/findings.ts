import { databaseFailed } from './database.js';

/** A finding about one part of the hub; `skipped` when that part cannot be examined from here. */
export type Finding = Readonly<{ part: string; state: 'ok' | 'attention' | 'skipped'; found: string; remedy?: string }>;

export const ok = (part: string, found: string): Finding => ({ part, state: 'ok', found });
export const attention = (part: string, found: string, remedy?: string): Finding => ({
  part,
  state: 'attention',
  found,
  ...(remedy && { remedy }),
});
export const skipped = (part: string, found: string, remedy: string): Finding => ({
  part,
  state: 'skipped',
  found,
  remedy,
});

/** Returns the findings of `look`. When `look` throws, the only finding is the error with its remedy. */
export const examine = async (part: string, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> => {
  try {
    return await look();
  } catch (error) {
    const { message, remedy } = databaseFailed(error) as Error & { remedy?: string };
    return [attention(part, message, remedy)];
  }
};

export const findingsInWords = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ part }) => part.length));
  const remedyAt = ' '.repeat('attention'.length + 2 + width + 2);
  return findings
    .map(
      ({ part, state, found, remedy }) =>
        `${state.padEnd(9)}  ${part.padEnd(width)}  ${found}\n${remedy ? `${remedyAt}-> ${remedy}\n` : ''}`,
    )
    .join('');
};
