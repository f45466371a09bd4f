import { createHash } from 'node:crypto';
import { brusselsDate, type LocalDate, type Period, stretchOn } from '#kernel';
import type { RegisterEvent } from '../../domain/mandate-events.js';
import type { Decision, Slot } from '../../domain/schedule.js';
import type { VisibleFact } from '../../queries/history.js';
import type { MandateRow } from '../../queries/mandates.js';
import { Html, html } from './html.js';

/**
 * The report on one mandate, in Dutch: its terms, holders, decisions, evaluations, transfers, and all facts in the
 * order in which they were recorded. It names agencies and functions but no persons, and loads nothing from outside the
 * page.
 */
export type ReportOn = Readonly<{
  mandate: MandateRow;
  facts: readonly VisibleFact[];
  /** the names of the known agencies and neighbourhoods, by code */
  agencies: ReadonlyMap<string, string>;
  neighbourhoods: ReadonlyMap<string, string>;
  moment: Date;
}>;

const STYLE = `
@page { size: A4; margin: 18mm }
body { font: 11pt/1.45 system-ui, sans-serif; color: #1a1a1a; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5em; margin: 0 0 .3em } h2 { font-size: 1.1em; margin: 1.6em 0 .4em; break-after: avoid }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .25em .6em .25em 0; border-bottom: 1px solid #bbb; overflow-wrap: anywhere }
th { font-weight: 600 } tr { break-inside: avoid } .state { font-weight: 600 } .gone { text-decoration: line-through } footer { margin-top: 2em; font-size: .85em; color: #555 }
@media print { body { margin: 0; max-width: none; padding: 0 } a { color: inherit; text-decoration: none } }`;

/** The Content-Security-Policy: it allows the style of the page and nothing else, so that no text can add a script, picture or frame. */
export const REPORT_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export const mandateReport = (report: ReportOn): string => {
  const { mandate, moment } = report;
  const { id, slots, executingFunction } = mandate;
  return html`<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Regiemandaat ${executingFunction}</title>
<style>${styleOf()}</style>
</head>
<body>
<h1>Regiemandaat: ${executingFunction}</h1>
<p>${slots.map((slot, index) => html`${index > 0 ? ', ' : ''}${slotOf(slot, report)}`)}</p>
<p class="state">${stateOf(mandate, brusselsDate(moment))}</p>
${section('Mandaat', termsTable(report))}
${section('Houders in de tijd', holdersTable(report))}
${section('Besluiten', decisionsTable(report))}
${section('Evaluaties', evaluationsTable(report))}
${section('Overdrachten', transfersTable(report))}
${section('Alle feiten, in de volgorde waarin ze geregistreerd zijn', factsTable(report))}
<footer>Mandaat ${id}. Opgemaakt op ${dateTime(moment)} uit het mandatenregister; periodes tellen de eerste dag mee en de einddag niet.</footer>
</body>
</html>
`.text;
};

/** The style as HTML: our own text, without a character that needs escaping. */
const styleOf = (): Html => new Html(STYLE);

const section = (title: string, content: Html | undefined): Html | undefined =>
  content && html`<h2>${title}</h2>\n${content}`;

const table = (
  heads: readonly string[],
  rows: readonly (readonly (string | Html | undefined)[])[],
): Html | undefined =>
  rows.length === 0
    ? undefined
    : html`<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>
${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table>`;

// --- Terms -----------------------------------------------------------------------------------------------------------------------------------

const KINDS = {
  internal: 'interne regie',
  hybrid: 'hybride regie',
  external: 'externe regie',
  statutory: 'wettelijk toegewezen',
} as const;
const MODELS = {
  communication: 'communicatiemodel: de houder informeert',
  coordination: 'coördinatiemodel: de houder vraagt en spreekt af',
  commissioning: 'opdrachtgeversmodel: de houder wijst bindend toe',
} as const;
const LEVELS = { political: 'politiek', administrative: 'ambtelijk' } as const;
const CAUSES = { ended: 'beëindigd', expired: 'afgelopen', revoked: 'ingetrokken' } as const;
const ANSWERS = {
  proposed: 'voorgesteld',
  accepted: 'aanvaard',
  declined: 'geweigerd',
  withdrawn: 'ingetrokken',
  expired: 'vervallen',
} as const;
const FACTS: Readonly<Record<RegisterEvent['type'], string>> = {
  MandateDrafted: 'ontwerp gemaakt',
  DraftRevised: 'ontwerp herzien',
  MandateProposed: 'voorgesteld',
  MandateEndorsed: 'bekrachtigd',
  MandateGranted: 'toegekend',
  GrantConfirmed: 'toekenning bevestigd',
  DecisionOverdue: 'besluit bleef uit',
  MandateSuspended: 'geschorst',
  MandateResumed: 'hervat',
  MandateEvaluated: 'geëvalueerd',
  EvaluationOverdue: 'evaluatie bleef uit',
  MandateExtended: 'verlengd',
  ScopeNarrowed: 'beperkt',
  ScopeWidened: 'uitgebreid',
  TransferProposed: 'overdracht voorgesteld',
  TransferDeclined: 'overdracht geweigerd',
  TransferWithdrawn: 'overdracht ingetrokken',
  TransferExpired: 'overdracht vervallen',
  MandateTransferred: 'overgedragen',
  MandateEnded: 'beëindigd',
  FactCorrected: 'feit rechtgezet',
};

const date = (day: LocalDate): string => day.split('-').reverse().join('/');
const dateTime = (moment: Date): string =>
  new Intl.DateTimeFormat('nl-BE', { timeZone: 'Europe/Brussels', dateStyle: 'short', timeStyle: 'short' }).format(
    moment,
  );
const days = ({ from, until }: Period): string =>
  until === undefined ? `vanaf ${date(from)}` : `van ${date(from)} tot ${date(until)}`;
const slotOf = ({ neighbourhood, theme }: Slot, { neighbourhoods }: ReportOn): string =>
  `${theme} in ${neighbourhoods.get(neighbourhood) ?? `wijk ${neighbourhood}`}`;
const agencyOf = (code: string, { agencies }: ReportOn): string => agencies.get(code) ?? code;

const decisionOf = ({ body, reference, date: on, link }: Decision): Html =>
  html`${link === undefined ? reference : html`<a href="${link}">${reference}</a>`}, ${body}, ${date(on)}`;

const stateOf = ({ status, period, ended, provisional, holdings }: MandateRow, today: LocalDate): string => {
  if (status === 'draft') return 'Ontwerp';
  if (status === 'proposed') return 'Voorgesteld, nog niet toegekend';
  if (ended) return `${upperFirst(CAUSES[ended.cause])} op ${date(ended.on)}`;
  if (stretchOn(holdings, today)?.suspended) return 'Geschorst';
  return `${provisional ? `Voorlopig toegekend, besluit verwacht tegen ${date(provisional.decisionDueOn)}` : 'Toegekend'}, ${days(period!)}`;
};
const upperFirst = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

// --- Sections --------------------------------------------------------------------------------------------------------------------------------

const termsTable = (report: ReportOn): Html | undefined => {
  const { mandate } = report;
  const {
    kind,
    steeringModel,
    steeringReason,
    steeringBasis,
    commissioningCase,
    holder,
    executingFunction,
    powers,
    means,
    consequences,
    agreement,
    legalBasis,
    period,
  } = mandate;
  const rows: readonly (readonly [string, string | undefined | null])[] = [
    ['Houder', agencyOf(holder, report)],
    ['Uitvoerende functie', executingFunction],
    ['Soort', KINDS[kind]],
    ['Sturingsmodel', MODELS[steeringModel]],
    ['Waarom bindend', steeringReason],
    ['Op grond van', steeringBasis],
    ['Bindend in dossier', commissioningCase],
    ['Periode', period ? days(period) : undefined],
    ['Bevoegdheden', powers.join('; ')],
    ['Middelen', means.join('; ')],
    ['Gevolgen voor anderen', consequences.join('; ')],
    ['Samenwerkingsprotocol', agreement],
    ['Wettelijke grondslag', legalBasis],
  ];
  return html`<table><tbody>
${rows.filter(([, value]) => value).map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${value!}</td></tr>\n`)}</tbody></table>`;
};

const holdersTable = (report: ReportOn): Html | undefined =>
  table(
    ['Houder', 'Dagen', 'Waarover', 'Besluit'],
    report.mandate.holdings.map(({ holder, slots, period, decision, suspended }) => [
      suspended ? `${agencyOf(holder, report)} (geschorst: niemand handelt)` : agencyOf(holder, report),
      days(period),
      slots.map((slot) => slotOf(slot, report)).join(', '),
      decisionOf(decision),
    ]),
  );

/** Returns the decision of each valid fact, as corrected. */
const decisionsTable = ({ facts }: ReportOn): Html | undefined =>
  table(
    ['Besluit', 'Over', 'Geregistreerd op'],
    facts.flatMap(({ type, data, instead, stands, recordedAt }) => {
      const { decision, level } = (instead ?? data) as { decision?: Decision; level?: keyof typeof LEVELS };
      return decision && stands
        ? [[decisionOf(decision), level ? `${LEVELS[level]} ${FACTS[type]}` : FACTS[type], dateTime(recordedAt)]]
        : [];
    }),
  );

const evaluationsTable = ({ mandate: { evaluations }, facts, moment }: ReportOn): Html | undefined => {
  const findings = new Map(
    facts.flatMap(({ type, data, instead, stands }) => {
      const { on, findings: found } = (instead ?? data) as { on: LocalDate; findings: string };
      return type === 'MandateEvaluated' && stands ? [[on, found] as const] : [];
    }),
  );
  const today = brusselsDate(moment);
  return table(
    ['Voorzien op', 'Gehouden op', 'Bevindingen'],
    evaluations.map(({ dueOn, heldOn }) => [
      date(dueOn),
      heldOn ? date(heldOn) : dueOn < today ? 'te laat: nog niet gehouden' : 'nog niet gehouden',
      heldOn ? findings.get(heldOn) : undefined,
    ]),
  );
};

const transfersTable = (report: ReportOn): Html | undefined =>
  table(
    ['Van', 'Naar', 'Vanaf', 'Stand', 'Reden', 'Besluit'],
    Object.values(report.mandate.transfers).map(({ from, to, on, status, reason, decision }) => [
      agencyOf(from, report),
      agencyOf(to, report),
      date(on),
      ANSWERS[status],
      reason,
      decisionOf(decision),
    ]),
  );

const factsTable = (report: ReportOn): Html | undefined =>
  table(
    ['Nr.', 'Feit', 'Over de dagen', 'Geregistreerd op', 'Door'],
    report.facts.map(({ number, type, holds, recordedAt, agency, stands, correctedBy, data }) => {
      const about = type === 'FactCorrected' ? `${FACTS[type]}: nr. ${(data as { fact: number }).fact}` : FACTS[type];
      const what = stands ? html`${about}` : html`<span class="gone">${about}</span>`;
      const corrections = correctedBy.length > 0 ? ` (rechtgezet in nr. ${correctedBy.join(', ')})` : '';
      return [
        String(number),
        html`${what}${corrections}`,
        holds ? days(holds) : undefined,
        dateTime(recordedAt),
        agency === null ? 'de agenda' : agencyOf(agency, report),
      ];
    }),
  );
