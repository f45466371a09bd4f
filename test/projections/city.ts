import type { Actor, DirectoryFacts } from '#kernel';
import type { Tenure } from '../../libs/cases/src/domain/coordination.js';
import { caseStream, jointCase } from '../../libs/cases/src/domain/joint-case.js';
import { mandateRegister } from '../../libs/mandates/src/domain/mandate-register.js';
import { Chance, dayAfter, someCommand } from '../../libs/mandates/src/testing/histories.js';
import { agencyRegister } from '../../libs/partners/src/agencies/domain/agency-register.js';
import { subscriptionRules, subscriptionStream } from '../../libs/partners/src/subscriptions/domain/subscription.js';
import { NO_FACTS } from '../../libs/partners/src/subscriptions/domain/subscription-facts.js';
import { neighbourhoodRegister } from '../../libs/teams/src/domain/neighbourhood-register.js';
import { neighbourhoodTeam, teamStream } from '../../libs/teams/src/domain/neighbourhood-team.js';
import { History, Stream } from './history.js';

const KINDS = {
  'stad-gent': 'city-service',
  'ocmw-gent': 'ocmw',
  'politiezone-gent': 'police',
  woningent: 'social-housing',
  buurtwerk: 'neighbourhood-work',
} as const;
type Code = keyof typeof KINDS;
const CODES = Object.keys(KINDS) as Code[];
/** The agencies that hold mandates in the generated commands; they stay active. */
const MAY_PAUSE: readonly Code[] = ['woningent', 'buurtwerk'];
const NEIGHBOURHOODS = ['4', '7', '9', '12', '13', '15'];
const WORK = ['joint-case', 'neighbourhood-team'];

/** Random commands on everything in one city, by the rules of each context. */
class City {
  readonly #agencies;
  readonly #neighbourhoods;
  readonly #mandates;
  readonly #slots;
  readonly #teams: ReturnType<City['newTeam']>[] = [];
  readonly #cases: ReturnType<City['newCase']>[] = [];
  readonly #subscriptions: ReturnType<City['newSubscription']>[] = [];

  constructor(
    private readonly history: History,
    private readonly code: string,
  ) {
    this.#agencies = new Stream(history, `agencies-${code}`, agencyRegister);
    this.#neighbourhoods = new Stream(history, `neighbourhoods-${code}`, neighbourhoodRegister);
    this.#mandates = new Stream(history, `mandates-${code}`, mandateRegister);
    this.#slots = NEIGHBOURHOODS.flatMap((neighbourhood) =>
      (['leefbaarheid', 'jeugd'] as const).map((theme) => ({ neighbourhood, theme })),
    );
    for (const [nth, agency] of CODES.entries())
      this.#agencies.execute('EnrolAgency', this.#factsOf(agency, nth), this.#manager, undefined);
    this.#importNeighbourhoods();
  }

  /** One random command on one of the streams. */
  step(): void {
    this.history.goOn();
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [1, () => this.#agencyStep()],
      [1, () => this.#importNeighbourhoods()],
      [2, () => this.#teamStep()],
      [2, () => this.#subscriptionStep()],
      [20, () => this.#mandateStep()],
      [16, () => this.#caseStep()],
    ];
    let left = this.history.chance.next() * steps.reduce((sum, [weight]) => sum + weight, 0);
    steps.find(([weight]) => (left -= weight) < 0)![1]();
  }

  newTeam() {
    return new Stream(this.history, teamStream(this.code, this.history.fresh('t')), neighbourhoodTeam);
  }

  newCase() {
    const caseId = this.history.fresh('k');
    const slot = this.#chance.of(this.#slots);
    return { caseId, slot, stream: new Stream(this.history, caseStream(this.code, caseId), jointCase) };
  }

  newSubscription() {
    const subscriptionId = this.history.fresh('s');
    const stream = new Stream(this.history, subscriptionStream(this.code, subscriptionId), subscriptionRules);
    return { subscriptionId, stream };
  }

  get #chance(): Chance {
    return this.history.chance;
  }

  get #today(): string {
    return this.history.moment.today;
  }

  get #manager(): Actor {
    return { city: this.code, agency: 'stad-gent', role: 'manager', subject: 's' };
  }

  #of(agency: string): Actor {
    return { ...this.#manager, agency };
  }

  #day(from: number, to: number): string {
    return dayAfter(this.#today, this.#chance.whole(from, to));
  }

  /** The facts that the look-ups of every context would find. */
  get #facts(): DirectoryFacts {
    const known = [...this.#agencies.state.agencies].map(
      ([code, { facts, status, allows = null }]) => [code, { kind: facts.kind, status, allows }] as const,
    );
    return {
      agencies: new Map(known),
      neighbourhoods: new Set([...this.#neighbourhoods.state.neighbourhoods].map(([code]) => code)),
    };
  }

  #factsOf(agency: Code, nth: number): object {
    return { agency, name: this.history.fresh('Agency '), kind: KINDS[agency], ovo: `OVO00${this.code[0]}00${nth}` };
  }

  #agencyStep(): void {
    const agency = this.#chance.of(MAY_PAUSE);
    const execute = (type: string, data: object): void =>
      this.#agencies.execute(type, { agency, reason: 'r', ...data }, this.#manager, undefined);
    const last = this.history.fresh('gone-');
    this.#chance.of([
      () => execute('ChangeAgency', this.#factsOf(agency, CODES.indexOf(agency))),
      () => execute('SuspendAgency', {}),
      () => execute('ResumeAgency', {}),
      () => execute('ResumeAgency', {}),
      () => execute('SetCooperationPolicy', { allows: WORK.filter(() => this.#chance.next() < 0.8) }),
      () => {
        const ovo = `OVO0${String(10_000 + this.#agencies.revision)}`;
        execute('EnrolAgency', { agency: last, name: last, kind: 'welfare', ovo });
        execute('EndAgency', { agency: last });
      },
    ])();
  }

  #importNeighbourhoods(): void {
    const codes = this.#neighbourhoods.revision < 0 ? NEIGHBOURHOODS : [this.#chance.of(NEIGHBOURHOODS)];
    const neighbourhoods = codes.map((code) => ({
      code,
      name: this.#chance.of(['Brugse Poort', 'Rabot', 'Dampoort']),
      centre: { lon: 3.7, lat: 51 + this.#chance.whole(0, 3) / 100 },
    }));
    const facts = this.#facts;
    this.#neighbourhoods.execute('ImportNeighbourhoods', { neighbourhoods, source: 'test' }, this.#manager, facts);
  }

  #teamStep(): void {
    if (this.#teams.length < 3) this.#teams.push(this.newTeam());
    const team = this.#chance.of(this.#teams);
    const teamId = team.name.split('-').at(-1)!;
    const member = { teamId, memberId: `m${this.#chance.whole(1, 4)}` };
    const by = this.#of(this.#chance.of(CODES));
    if (!team.state)
      return team.execute('FormTeam', { teamId, name: 'Team', neighbourhoods: ['4', '7'] }, by, this.#facts);
    if (this.#chance.next() < 0.6) {
      const from = this.#day(-5, 20);
      const until = this.#chance.next() < 0.5 ? { until: dayAfter(from, 30) } : {};
      team.execute('AcceptAgency', { teamId, agency: by.agency }, this.#manager, this.#facts);
      team.execute('SecondMember', { ...member, function: 'werker', from, ...until }, by, this.#facts);
    } else team.execute('EndSecondment', { ...member, on: this.#day(0, 10) }, by, this.#facts);
  }

  #mandateStep(): void {
    const { mandates } = this.#mandates.state;
    const { data, type, by } = someCommand(
      this.#chance,
      this.#mandates.state,
      this.#slots,
      this.#today,
      this.history.fresh,
    );
    const execute = (other: string, data: object, agency?: string): void =>
      this.#mandates.execute(other, data, { ...by, city: this.code, ...(agency && { agency }) }, this.#facts);
    const mandate = mandates.size > 0 ? this.#chance.of([...mandates.values()]) : undefined;
    const reason = 'so it was decided';
    const about = { mandateId: mandate?.id, reason };
    const terms = { kind: 'hybrid', steeringModel: this.#chance.of(['coordination', 'commissioning']), powers: [] };
    const draft = { ...terms, slots: [this.#chance.of(this.#slots)], holder: 'ocmw-gent', executingFunction: 'f' };
    const [transfer] = [...(mandate?.transfers.values() ?? [])].filter(({ status }) => status === 'proposed');
    const answered = { ...about, transferId: transfer?.transferId };
    const rare: readonly (() => unknown)[] = [
      () => mandates.size < 9 && execute('DraftMandate', { ...draft, mandateId: this.history.fresh('m') }),
      () => execute('ReviseDraft', { ...about, ...draft }),
      () => execute('ProposeDraft', about),
      () =>
        execute(
          'EvaluateMandate',
          { ...about, on: this.#today, findings: 'f', nextOn: this.#day(1, 40) },
          mandate?.holdings.at(-1)?.holder,
        ),
      () => execute('ProcessDeadlines', about),
      () => execute('DeclineTransfer', answered, transfer?.to),
      () => execute('WithdrawTransfer', answered, transfer?.from),
      () => {
        const { decision } = data as { decision?: object };
        const transferId = this.history.fresh('t');
        const days = { on: this.#day(5, 30), answerBy: this.#day(1, 4) };
        execute(
          'ProposeTransfer',
          { ...about, transferId, to: 'ocmw-gent', decision, ...days },
          mandate?.holdings.at(-1)?.holder,
        );
      },
    ];
    if (this.#chance.next() < 0.3) return void this.#chance.of(rare)();
    execute(type, data, by.agency);
  }

  /** The tenures of a slot, as a case looks them up. */
  #register({ neighbourhood, theme }: { neighbourhood: string; theme: string }): readonly Tenure[] {
    return [...this.#mandates.state.mandates.values()]
      .flatMap(({ id, holdings, terms }) =>
        holdings
          .filter(
            ({ slots, suspended }) =>
              !suspended && slots.some((slot) => slot.neighbourhood === neighbourhood && slot.theme === theme),
          )
          .map(({ holder, period }) => ({
            mandateId: id,
            holder,
            steeringModel: terms.steeringModel,
            kind: terms.kind,
            ...period,
          })),
      )
      .toSorted((one, other) => (one.from < other.from ? -1 : 1));
  }

  #caseStep(): void {
    const open = this.#cases.filter(({ stream }) => stream.state && !stream.state.closed);
    const isNew = open.length < 4 || this.#chance.next() < 0.08;
    const { caseId, slot, stream } = isNew ? this.newCase() : this.#chance.of(open);
    if (isNew) this.#cases.push({ caseId, slot, stream });
    const register = { registerRevision: this.#mandates.revision, register: this.#register(slot) };
    const facts = { ...this.#facts, slot: register };
    const execute = (type: string, data: object, by: string): void =>
      stream.execute(type, { caseId, reason: 'r', ...data }, this.#of(by), facts);
    const agency = this.#chance.of(CODES);
    if (isNew)
      return execute('OpenCase', { title: 't', ...slot, why: 'w', scope: 's', invite: ['ocmw-gent'] }, 'stad-gent');
    const { participants, commitments, coordination } = stream.state!;
    const coordinator = coordination.tenures.at(-1)?.holder ?? 'stad-gent';
    const commitmentId = commitments.size > 0 ? this.#chance.of([...commitments.keys()]) : 'none';
    const owner = commitments.get(commitmentId)?.owner ?? agency;
    const invited = [...participants].find(([, { status }]) => status === 'invited')?.[0] ?? agency;
    const past = this.#chance.of([undefined, 'summary', 'all']);
    this.#chance.of([
      () => execute('InviteParticipant', { agency, past }, this.#chance.of([coordinator, 'stad-gent'])),
      () => execute('AcceptInvitation', { agency: invited }, invited),
      () => execute('AcceptInvitation', { agency: invited }, invited),
      () => execute('DeclineInvitation', { agency: invited }, invited),
      () => execute('WithdrawParticipant', { agency }, agency),
      () => execute('ProposeCommitment', this.#commitment(agency), this.#chance.of([agency, 'stad-gent'])),
      () => execute('ProposeCommitment', this.#commitment(agency), coordinator),
      () => execute('AcceptCommitment', { commitmentId }, owner),
      () => execute('DeclineCommitment', { commitmentId }, owner),
      () => execute('CompleteCommitment', { commitmentId }, owner),
      () => execute('ProcessDeadlines', {}, 'hub'),
      () => execute('FollowRegister', register, 'hub'),
      () => execute('FollowRegister', register, 'hub'),
      () =>
        this.#chance.next() < 0.3 &&
        execute('CloseCase', { outcome: this.#chance.of(['solved', 'merged']) }, coordinator),
    ])();
  }

  #commitment(owner: string): object {
    const binding = this.#chance.next() < 0.3;
    return { commitmentId: this.history.fresh('c'), what: 'w', owner, dueOn: this.#day(0, 20), binding };
  }

  #subscriptionStep(): void {
    if (this.#subscriptions.length < 6) this.#subscriptions.push(this.newSubscription());
    const { subscriptionId, stream } = this.#chance.of(this.#subscriptions);
    const { version, agency } = stream.state ?? { version: 0, agency: this.#chance.of(['ocmw-gent', 'stad-gent']) };
    const facts = { ...NO_FACTS, isWaiting: true };
    const url = `https://example.org/${this.#chance.whole(1, 3)}`;
    // Events from before `signatures` have none.
    const signatures = this.#chance.of([undefined, ['hmac'], ['ed25519'], ['hmac', 'ed25519']]);
    const terms = { url, types: [], neighbourhoods: [], themes: [], mode: 'thin', content: 'structured', signatures };
    const execute = (type: string, data: object = {}): void =>
      stream.execute(type, { subscriptionId, ...data }, { ...this.#of(agency), role: 'agency-admin' }, facts);
    if (!stream.state) return execute('CreateSubscription', terms);
    this.#chance.of([
      () => execute('ChangeSubscription', terms),
      () => execute('ConfirmSubscription', { url: stream.state!.terms.url, rate: 60 }),
      () => execute('PauseSubscription'),
      () => execute('SuspendSubscription', { cause: 'last-try-failed', version }),
      () => execute('ResumeSubscription'),
      () => execute('ReplaySubscription'),
      () => execute('SkipEvent', { eventId: this.history.fresh('e'), reason: 'r' }),
      () => execute('RotateSecret'),
      () => this.#chance.next() < 0.2 && execute('EndSubscription'),
    ])();
  }
}

/** Makes a log of random commands in two cities, whose events alternate. */
export const randomHistory = (seed: number, commands: number): History => {
  const history = new History(new Chance(seed));
  const cities = ['44021', '11002'].map((code) => new City(history, code));
  for (let n = 0; n < commands; n++) history.chance.of(cities).step();
  return history;
};
