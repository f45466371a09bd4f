import type { EntityManager } from 'typeorm';
import type { LocalDate } from '#kernel';
import { statement } from '#postgres';
import type { Slot } from '../domain/schedule.js';

/** The cases of a handover: the cases of the slots of a mandate, their commitments, and the events about them. */

export type CommitmentStatus = 'proposed' | 'accepted' | 'declined' | 'done';

export type CaseCounts = Readonly<{ openCases: number; openCommitments: number; overdueCommitments: number }>;

export type CaseHandedOver = Readonly<{
  caseId: string;
  neighbourhood: string;
  theme: string;
  openedBy: string;
  openedAt: Date;
  commitments: readonly Readonly<{
    commitmentId: string;
    owner: string;
    dueOn: LocalDate;
    status: CommitmentStatus;
    overdue: boolean;
  }>[];
  /** the number of events of each type that were received about the case */
  heard: Readonly<Record<string, number>>;
}>;

/** The maximum number of cases in a preview. The version of the preview counts the events about all cases. */
export const CASES_SHOWN = 500;
/** The maximum number of commitments of one case. The counts of the preview include all of them. */
export const COMMITMENTS_SHOWN = 20;
const CHANGES_SHOWN = 50;

const ofSlots = (slots: string): string => `
  FROM handover_case "case" JOIN jsonb_to_recordset(${slots}) AS slot (neighbourhood text, theme text) USING (neighbourhood, theme)
 WHERE "case".city = $1`;
const OF_SLOTS = ofSlots('$2::jsonb');

const COUNT_CHANGES = statement<{ cases: number }>(
  'mandates.count-changes',
  `SELECT count(*)::int AS cases FROM handover_change WHERE city = $1 AND case_id IN (SELECT "case".case_id ${OF_SLOTS})`,
);
const COUNT_CASES = statement<CaseCounts>(
  'mandates.count-cases',
  `SELECT count(DISTINCT "case".case_id)::int AS "openCases",
          count(*) FILTER (WHERE status IN ('proposed', 'accepted'))::int AS "openCommitments",
          count(*) FILTER (WHERE status IN ('proposed', 'accepted') AND due_on < $3)::int AS "overdueCommitments"
     FROM (SELECT "case".city, "case".case_id ${OF_SLOTS} AND "case".open) "case" LEFT JOIN handover_commitment commitment USING (city, case_id)`,
);
const READ_CASES = statement<CaseHandedOver>(
  'mandates.read-cases',
  `SELECT "case".case_id AS "caseId", neighbourhood, theme, opened_by AS "openedBy", opened_at AS "openedAt",
          coalesce((SELECT jsonb_agg(jsonb_build_object('commitmentId', commitment_id, 'owner', owner, 'dueOn', due_on, 'status', status,
             'overdue', status IN ('proposed', 'accepted') AND due_on < $3) ORDER BY due_on, commitment_id)
             FROM (SELECT * FROM handover_commitment c WHERE c.city = $1 AND c.case_id = "case".case_id
                    ORDER BY status IN ('proposed', 'accepted') DESC, due_on, commitment_id LIMIT ${COMMITMENTS_SHOWN}) c), '[]') AS commitments,
          (SELECT jsonb_object_agg(type, times) FROM (SELECT type, count(*) AS times FROM handover_change c
             WHERE c.city = $1 AND c.case_id = "case".case_id GROUP BY type) by_type) AS heard
     ${OF_SLOTS} AND "case".open ORDER BY opened_at, "case".case_id LIMIT ${CASES_SHOWN}`,
);

/** Counts the events about the cases of the slots. */
export const countChanges = async (tx: EntityManager, city: string, slots: readonly Slot[]): Promise<number> => {
  const [counted] = await COUNT_CHANGES.rows(tx, [city, JSON.stringify(slots)]);
  return counted!.cases;
};

/** Counts the open cases of the slots, and the open and overdue commitments in them. */
export const countCases = async (
  tx: EntityManager,
  city: string,
  slots: readonly Slot[],
  today: LocalDate,
): Promise<CaseCounts> => {
  const [counts] = await COUNT_CASES.rows(tx, [city, JSON.stringify(slots), today]);
  return counts!;
};

/** Reads the open cases of the slots, the oldest first. */
export const readCases = (
  tx: EntityManager,
  city: string,
  slots: readonly Slot[],
  today: LocalDate,
): Promise<CaseHandedOver[]> => READ_CASES.rows(tx, [city, JSON.stringify(slots), today]);

/**
 * The events about the cases of some slots. `cases` is their number; `since` has the newest of those that the receiver
 * has not seen.
 */
export type HandoverCases = Readonly<{
  cases: number;
  since: readonly Readonly<{ caseId: string; type: string; at: Date }>[];
}>;

const CHANGES_OF_MANDATE = statement<HandoverCases>(
  'mandates.changes-of-mandate',
  `WITH change AS (SELECT * FROM handover_change WHERE city = $1 AND case_id IN (SELECT "case".case_id ${ofSlots('(SELECT slots FROM mandate WHERE city = $1 AND id = $2)')})),
        change_counts AS (SELECT count(*)::int AS cases FROM change),
        newest AS (SELECT * FROM change ORDER BY number DESC
                    LIMIT least(greatest((SELECT cases FROM change_counts) - $3::int, 0), ${CHANGES_SHOWN}))
   SELECT change_counts.cases, coalesce((SELECT jsonb_agg(jsonb_build_object('caseId', case_id, 'type', type, 'at', at) ORDER BY number)
                                   FROM newest), '[]') AS since
     FROM change_counts`,
);

/**
 * Loads the events about the cases of a mandate in one statement. `seen`: the number of these events in the preview. An
 * unknown mandate has no events, and the rules refuse the command.
 */
export const handoverCasesOfMandate = async (
  tx: EntityManager,
  city: string,
  mandateId: string,
  seen: number,
): Promise<HandoverCases> => {
  const [row] = await CHANGES_OF_MANDATE.rows(tx, [city, mandateId, seen]);
  return { cases: row!.cases, since: row!.since.map(({ caseId, type, at }) => ({ caseId, type, at: new Date(at) })) };
};
