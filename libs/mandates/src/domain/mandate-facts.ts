import type { DirectoryFacts } from '#kernel';

/**
 * Facts that a command on the register depends on: all agencies of the city, and the neighbourhoods that it names. `handover`: the number of facts
 * about the open cases of a mandate that is accepted on a preview, and the facts after that preview.
 */
export type MandateFacts = DirectoryFacts & Readonly<{ handover?: HandoverFacts }>;
export type HandoverFacts = Readonly<{ cases: number; since: readonly unknown[] }>;

/** Returns the kind of an agency that takes part in the hub now, or undefined for any other agency. */
export const activeKind = ({ agencies }: MandateFacts, code: string): string | undefined => {
  const agency = agencies.get(code);
  return agency?.status === 'active' ? agency.kind : undefined;
};
