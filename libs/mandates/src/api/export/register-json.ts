import type { Mandate } from '../../domain/mandate-history.js';
import type { Decision } from '../../domain/schedule.js';
import type { MandateInFile } from '../mandates.responses.js';

/** The register as JSON, and as JSON-LD with the terms of `vocabulary.ts`: one object per mandate. */

export const jsonOf = ({
  id,
  status,
  terms,
  endorsements,
  decision,
  provisional,
  period,
  evaluations,
  holdings,
  ended,
}: Mandate): MandateInFile => ({
  mandateId: id,
  // The cast is safe, because the exported register has no drafts.
  status: status as MandateInFile['status'],
  ...terms,
  endorsements,
  decision,
  provisional,
  period,
  evaluations,
  holdings,
  ended,
});

export const jsonLdOf = (city: string, mandate: Mandate): object => {
  const { id, status, terms, endorsements, holdings } = mandate;
  const here = `urn:be:nis:${city}:regie`;
  const mandateIri = `${here}:mandates:${id}`;
  const slotOf = ({ neighbourhood, theme }: Readonly<{ neighbourhood: string; theme: string }>): object => ({
    neighbourhood: `${here}:neighbourhoods:${neighbourhood}`,
    theme: `urn:be:regie:theme:${theme}`,
  });
  return {
    id: mandateIri,
    type: ['org:Post', 'regie:Regiemandaat'],
    identifier: id,
    state: status,
    kind: terms.kind,
    steeringModel: terms.steeringModel,
    function: { type: 'org:Role', label: terms.executingFunction },
    slots: terms.slots.map(slotOf),
    endorsements: Object.values(endorsements).map((decision) => besluit(here, decision)),
    holdings: holdings.map(({ holder, slots, period, decision, suspended = false }, index) => ({
      id: `${mandateIri}:holdings:${index + 1}`,
      type: 'org:Membership',
      holder: `${here}:agencies:${holder}`,
      start: period.from,
      // `until` is the first day without the mandate, as everywhere in the register.
      ...(period.until !== undefined && { end: period.until }),
      suspended,
      slots: slots.map(slotOf),
      decision: besluit(here, decision),
    })),
  };
};

const besluit = (here: string, { body, reference, date, link }: Decision): object => ({
  id: `${here}:decisions:${encodeURIComponent(body)}:${encodeURIComponent(reference)}`,
  type: 'besluit:Besluit',
  identifier: reference,
  date,
  body: { type: 'besluit:Bestuursorgaan', label: body },
  ...(link !== undefined && { page: link }),
});
