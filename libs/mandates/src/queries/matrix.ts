import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { seesProviderShare } from '#access';
import { THEMES } from '#contracts';
import { type AgencyNamed, Directory } from '#directory';
import { readPage } from '#http';
import { type Actor, DomainError, type LocalDate } from '#kernel';
import { statement } from '#postgres';
import type { MandateKind, SteeringModel } from '../domain/mandate-events.js';
import type { Mandate } from '../domain/mandate-history.js';
import type { Decision } from '../domain/schedule.js';
import { type ProviderShare, providerShares } from './provider-share.js';
import { instantOf, mandatesAsKnown } from './register-as-known.js';

/** The matrix of the whole city (R58): the holder of each theme in each neighbourhood. */

/**
 * A slot on the day of the query. `provisional`: the mandate is in force, and its decision is still due. `suspended`:
 * nobody acts under the mandate. `since` and `until` bound the holding, not the mandate. `evaluation`: the first
 * evaluation that was not held by that day. `provider`: the share of the holder in the commitments of the slot, in a
 * response about now, for an actor with that permission.
 */
export type MatrixSlot = Readonly<{ theme: string }> &
  (
    | Readonly<{ state: 'none' }>
    | Readonly<{
        state: 'held' | 'provisional' | 'suspended';
        holder: AgencyNamed;
        mandateId: string;
        kind: MandateKind;
        steeringModel: SteeringModel;
        since: LocalDate;
        until: LocalDate | null;
        decision: Decision;
        decisionDueOn: LocalDate | null;
        evaluation: Readonly<{ dueOn: LocalDate; overdue: boolean }> | null;
        recordedAt: Date;
        provider?: ProviderShare;
      }>
  );
export type Matrix = Readonly<{
  neighbourhoods: readonly Readonly<{ neighbourhood: string; name: string; slots: readonly MatrixSlot[] }>[];
  next: string | null;
}>;

/** `isAboutNow`: the query is about today as known now, so that the response may include data of open cases. */
export class MatrixOf extends Query<Matrix> {
  constructor(
    readonly by: Actor,
    readonly question: Readonly<{
      on: LocalDate;
      knownAt?: string;
      isAboutNow: boolean;
      after?: string;
      limit: number;
    }>,
  ) {
    super();
  }
}

type Held = Readonly<{
  neighbourhood: string;
  theme: string;
  mandateId: string;
  holder: string;
  suspended: boolean;
  decision: Decision;
  since: LocalDate;
  until: LocalDate | null;
  recordedAt: Date;
}>;

const HELD = statement<Held>(
  'mandates.held-on',
  `SELECT neighbourhood, theme, mandate_id AS "mandateId", holder, suspended, decision, lower(valid)::text AS since, upper(valid)::text AS until,
          lower(recorded) AS "recordedAt"
     FROM holding WHERE city = $1 AND neighbourhood = ANY ($2) AND valid @> $3::date AND recorded @> $4::timestamptz`,
);

@QueryHandler(MatrixOf)
export class MatrixOfHandler implements IQueryHandler<MatrixOf> {
  constructor(
    @InjectDataSource('mandates') private readonly db: DataSource,
    private readonly directory: Directory,
  ) {}

  async execute({ by, question: { on, knownAt, isAboutNow, after, limit } }: MatrixOf): Promise<Matrix> {
    const { city, agency } = by;
    const read = (rows: number) => this.directory.neighbourhoods(city, { after, limit: rows });
    const { items, next } = await readPage(limit, read, ({ code }) => code);
    const codes = items.map(({ code }) => code);
    const known = await instantOf(this.db, city, knownAt);
    const held = await HELD.rows(this.db, [city, codes, on, known]);
    const mandates = await mandatesAsKnown(this.db, city, [...new Set(held.map(({ mandateId }) => mandateId))], known);
    const nameAgency = await this.directory.agencyNamer(
      city,
      [...new Set(held.map(({ holder }) => holder))],
      isAboutNow,
    );
    const agencyKind = isAboutNow ? await this.directory.activeKind(city, agency) : undefined;
    const shares = isAboutNow ? await providerShares(this.db, city, codes) : new Map<string, ProviderShare>();
    const slots = new Map(
      held.map((each) => {
        const { neighbourhood, theme, holder } = each;
        const share = seesProviderShare(by, { holder, agencyKind })
          ? shares.get(`${neighbourhood} ${theme} ${holder}`)
          : undefined;
        return [
          `${neighbourhood} ${theme}`,
          slotOf(each, foundIn(mandates, each.mandateId), nameAgency(holder), on, share),
        ];
      }),
    );
    return {
      neighbourhoods: items.map(({ code, name }) => ({
        neighbourhood: code,
        name,
        slots: THEMES.map((theme) => slots.get(`${code} ${theme}`) ?? { theme, state: 'none' }),
      })),
      next,
    };
  }
}

/**
 * Finds the mandate of a holding. Holdings and mandates are two read models, and one may lag or be rebuilt; the query
 * is then refused.
 */
const foundIn = (mandates: ReadonlyMap<string, Mandate>, mandateId: string): Mandate => {
  const mandate = mandates.get(mandateId);
  if (!mandate) throw new DomainError('read-model.behind', { behind: ['mandates.mandates'] });
  return mandate;
};

const slotOf = (
  { theme, mandateId, suspended, decision, since, until, recordedAt }: Held,
  mandate: Mandate,
  holder: AgencyNamed,
  on: LocalDate,
  provider?: ProviderShare,
): MatrixSlot => {
  const { terms, provisional, evaluations } = mandate;
  const due = evaluations.find(({ heldOn }) => heldOn === undefined || heldOn > on);
  return {
    theme,
    state: suspended ? 'suspended' : provisional ? 'provisional' : 'held',
    holder,
    mandateId,
    kind: terms.kind,
    steeringModel: terms.steeringModel,
    since,
    until,
    decision,
    decisionDueOn: provisional?.decisionDueOn ?? null,
    evaluation: due ? { dueOn: due.dueOn, overdue: due.dueOn < on } : null,
    recordedAt,
    ...(provider && { provider }),
  };
};
