import type { DirectoryFacts } from '#kernel';

/**
 * Facts that a command on the register depends on: all agencies of the city, and the neighbourhoods that the command
 * names. `handover` is loaded for an acceptance on a preview only. Its `cases` counts the events about the cases of the
 * mandate, and its `since` has the events after the preview.
 */
export type MandateFacts = DirectoryFacts & Readonly<{ handover?: HandoverFacts }>;
export type HandoverFacts = Readonly<{ cases: number; since: readonly unknown[] }>;

/** Returns the kind of an agency that takes part in the hub now, or undefined for any other agency. */
export const activeKind = ({ agencies }: MandateFacts, code: string): string | undefined => {
  const agency = agencies.get(code);
  return agency?.status === 'active' ? agency.kind : undefined;
};
