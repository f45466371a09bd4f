import { type CaseRelation, caseView } from '#access';
import { type Actor, type Decider, DomainError, type LocalDate } from '#kernel';
import { actorKind, type CaseFacts } from '../domain/case-facts.js';
import { type CaseEvent, coordinates, type JointCase } from '../domain/case-history.js';
import { type CaseCommand, jointCase } from '../domain/joint-case.js';

/**
 * The rules of a joint case, after a check of visibility. An actor that may not see a case always gets the refusal of
 * an unknown case, whatever the other errors of the command.
 */
export const visibleCase: Decider<CaseCommand, CaseEvent, JointCase | undefined, CaseFacts> = {
  ...jointCase,
  decide: (command, state, facts) => {
    if (!isByTheHub(command)) {
      const agencyKind = actorKind(facts, command.by);
      if (command.type !== 'OpenCase') mustBeVisible(command, state, agencyKind);
    }
    return jointCase.decide(command, state, facts);
  },
};

/** Returns whether the hub itself dispatched the command. Such a command needs no check of visibility and no facts. */
export const isByTheHub = (command: CaseCommand): boolean =>
  command.type === 'FollowRegister' || command.type === 'ProcessDeadlines';

const mustBeVisible = (
  { data: { caseId }, by, today }: CaseCommand,
  state: JointCase | undefined,
  agencyKind: string | undefined,
): void => {
  if (!state || caseView(by, relationIn(state, by, today, agencyKind)).view === 'none')
    throw new DomainError('case.unknown', { caseId });
};

const relationIn = (
  state: JointCase,
  { city, agency }: Actor,
  today: LocalDate,
  agencyKind: string | undefined,
): CaseRelation => ({
  // The stream of a case has the city in its name, so that no command reaches a case of another city.
  city,
  participation: state.participants.get(agency)?.status ?? null,
  coordinates: coordinates(state, agency, today),
  agencyKind,
});
