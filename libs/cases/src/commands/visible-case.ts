import { type CaseRelation, caseView } from '#access';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { coordinates, type JointCase } from '../domain/case-history.js';
import { jointCase } from '../domain/joint-case.js';

/** What the directory says of a wish: the kind of the asker's agency, and why the wish cannot be when somebody or something in it is not known or active. */
export type Checked = Readonly<{ agencyKind?: string; refusal?: DomainError }>;

/**
 * The rules of a case for those who ask from outside. What the asker may not see does not exist for it: the answer is that of a case that is not
 * there, whatever else is wrong with the wish.
 */
export const visibleTo = ({ agencyKind, refusal }: Checked): typeof jointCase => ({
  ...jointCase,
  decide: (command, state) => {
    const { by, today } = command;
    if (command.type === 'FollowRegister' || command.type === 'ProcessDeadlines')
      return jointCase.decide(command, state);
    if (command.type === 'OpenCase') {
      if (refusal && !state) throw refusal;
      return jointCase.decide(command, state);
    }
    const { caseId } = command.data;
    if (!state || caseView(by, relationIn(state, by, today, agencyKind)).view === 'none')
      throw new DomainError('case.unknown', { caseId });
    if (refusal) throw refusal;
    return jointCase.decide(command, state);
  },
});

const relationIn = (
  state: JointCase,
  { city, agency }: Actor,
  today: LocalDate,
  agencyKind: string | undefined,
): CaseRelation => ({
  // the stream of a case has the city in its name, so that nobody reaches that of another city
  city,
  participation: state.participants.get(agency)?.status ?? null,
  coordinates: coordinates(state, agency, today),
  agencyKind,
});
