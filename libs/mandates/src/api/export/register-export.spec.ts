import { parse } from 'csv-parse/sync';
import jsonld from 'jsonld';
import { fold } from '#kernel';
import type { RegisterEvent } from '../../domain/mandate-events.js';
import type { Mandate } from '../../domain/mandate-history.js';
import { mandateRegister } from '../../domain/mandate-register.js';
import { brugsePoort, decision, granted, inForce, later, rabot, terms } from '../../testing/mandate-fixtures.js';
import { type ExportFormat, registerFile } from './register-export.js';
import { CONTEXT } from './vocabulary.js';

const transferred: RegisterEvent = {
  type: 'MandateTransferred',
  data: {
    mandateId: 'm1',
    transferId: 't1',
    slots: terms.slots,
    from: 'stad-gent',
    to: 'ocmw-gent',
    on: '2026-09-01',
    period: { from: '2026-02-01', until: '2028-02-01' },
    decision: later,
  },
};
const registerOf = (...events: readonly RegisterEvent[]): readonly Mandate[] => [
  ...fold(mandateRegister, events).mandates.values(),
];
const written = async (format: ExportFormat, mandates: readonly Mandate[]): Promise<string> => {
  const { parts } = registerFile(
    format,
    '44021',
    (async function* () {
      yield* mandates;
    })(),
    new Date('2026-03-01T23:30:00Z'),
  );
  let text = '';
  for await (const part of parts) text += part;
  return text;
};

describe('the register as CSV', () => {
  it('has a line for each slot and each period of a holder', async () => {
    const text = await written('csv', registerOf(...inForce(), transferred));
    const rows = parse<Record<string, string>>(text, { columns: true });
    expect(
      rows.map(({ neighbourhood, holder, from, until, decisionReference }) => [
        neighbourhood,
        holder,
        from,
        until,
        decisionReference,
      ]),
    ).toEqual([
      ['4', 'stad-gent', '2026-02-01', '2026-09-01', decision.reference],
      ['7', 'stad-gent', '2026-02-01', '2026-09-01', decision.reference],
      ['4', 'ocmw-gent', '2026-09-01', '2028-02-01', later.reference],
      ['7', 'ocmw-gent', '2026-09-01', '2028-02-01', later.reference],
    ]);
    expect(rows[0]).toMatchObject({
      mandateId: 'm1',
      state: 'granted',
      politicalBody: 'college',
      administrativeBody: 'managementteam',
      evaluateOn: '2027-01-31',
      powers: terms.powers[0],
    });
  });

  it('lists a proposal with its slots, and has only a header when the register is empty', async () => {
    const [proposal] = inForce();
    expect(parse(await written('csv', registerOf(proposal!)), { columns: true })).toMatchObject([
      { neighbourhood: '4', state: 'proposed', from: '' },
      { neighbourhood: '7' },
    ]);
    expect((await written('csv', [])).split('\r\n')).toHaveLength(2);
  });
});

describe('the register as JSON', () => {
  it('has the mandates with their holdings', async () => {
    const file = JSON.parse(await written('json', registerOf(...inForce(), transferred))) as {
      city: string;
      mandates: object[];
    };
    expect(file).toMatchObject({
      city: '44021',
      mandates: [
        { mandateId: 'm1', slots: [brugsePoort, rabot], holdings: [{ holder: 'stad-gent' }, { holder: 'ocmw-gent' }] },
      ],
    });
    expect(JSON.parse(await written('json', []))).toEqual({ city: '44021', mandates: [] });
  });

  it('has every mandate of the register', async () => {
    const two = registerOf(
      ...inForce(),
      { type: 'MandateProposed', data: { mandateId: 'm2', ...terms } },
      granted({}, 'm1'),
    );
    expect((JSON.parse(await written('json', two)) as { mandates: object[] }).mandates).toHaveLength(2);
  });
});

describe('the register as linked data', () => {
  type Node = Readonly<Record<string, unknown>>;
  it('describes mandates in the terms of its context', async () => {
    const { mandates, '@context': context } = JSON.parse(
      await written('jsonld', registerOf(...inForce(), transferred)),
    ) as { mandates: Node[]; '@context': object };
    expect(context).toEqual(CONTEXT);
    expect(mandates).toMatchObject([
      {
        id: 'urn:be:nis:44021:regie:mandates:m1',
        type: ['org:Post', 'regie:Regiemandaat'],
        holdings: [
          {
            type: 'org:Membership',
            holder: 'urn:be:nis:44021:regie:agencies:stad-gent',
            start: '2026-02-01',
            end: '2026-09-01',
          },
          {
            holder: 'urn:be:nis:44021:regie:agencies:ocmw-gent',
            start: '2026-09-01',
            decision: { type: 'besluit:Besluit', identifier: later.reference, date: later.date },
          },
        ],
      },
    ]);
  });

  it('uses no term that its context does not define', async () => {
    const words = new Set<string>();
    const look = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(look);
      else if (typeof value === 'object' && value !== null)
        for (const [word, inner] of Object.entries(value)) {
          words.add(word);
          if (word === 'type') [inner].flat().forEach((type) => words.add(String(type).split(':')[0]!));
          look(inner);
        }
    };
    look((JSON.parse(await written('jsonld', registerOf(...inForce(), transferred))) as Node)['mandates']);
    expect([...words].filter((word) => !Object.hasOwn(CONTEXT, word))).toEqual([]);
  });

  // With `safe`, the processor refuses a term without an IRI and a relative IRI. By default, it drops both without an
  // error.
  const offline = {
    safe: true,
    format: 'application/n-quads' as const,
    documentLoader: (url: string) => Promise.reject(new Error(`the file needs ${url}`)),
  };
  const statements = async (text: string): Promise<readonly string[]> =>
    ((await jsonld.toRDF(JSON.parse(text) as object, offline)) as string).split('\n').filter(Boolean);

  it('is read by a JSON-LD processor as the API guide says, without any other file', async () => {
    const link = 'https://raadpleeg.gent.be/2026_CBS_00123';
    const [mandateProposed, ...grant] = inForce();
    const quads = await statements(
      await written(
        'jsonld',
        registerOf(mandateProposed!, ...grant.slice(0, 2), granted({ decision: { ...decision, link } }), transferred),
      ),
    );
    const mandate = 'urn:be:nis:44021:regie:mandates:m1';
    const date = '^^<http://www.w3.org/2001/XMLSchema#date>';
    const besluit = `urn:be:nis:44021:regie:decisions:college:${later.reference}`;
    expect(quads).toEqual(
      expect.arrayContaining([
        `<${mandate}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/org#Post> .`,
        `<${mandate}> <urn:be:regie:term:kind> <urn:be:regie:term:hybrid> .`,
        `<${mandate}> <urn:be:regie:term:state> <urn:be:regie:term:granted> .`,
        `<${mandate}:holdings:2> <urn:be:regie:term:underMandate> <${mandate}> .`,
        `<${mandate}:holdings:2> <http://www.w3.org/ns/org#member> <urn:be:nis:44021:regie:agencies:ocmw-gent> .`,
        `<${mandate}:holdings:2> <http://data.vlaanderen.be/ns/mandaat#start> "2026-09-01"${date} .`,
        `<${mandate}:holdings:2> <http://data.vlaanderen.be/ns/mandaat#einde> "2028-02-01"${date} .`,
        `<${mandate}:holdings:2> <urn:be:regie:term:byDecision> <${besluit}> .`,
        `<${besluit}> <http://data.europa.eu/eli/ontology#date_document> "${later.date}"${date} .`,
      ]),
    );
    const ours = 'urn:be:regie:term:';
    const words = quads.map((statement) => / <([^>]+)> /.exec(statement)![1]!.replace(ours, ''));
    expect([...new Set(words)].toSorted()).toEqual([
      'about',
      'byDecision',
      'endorsedBy',
      'http://data.europa.eu/eli/ontology#date_document',
      'http://data.europa.eu/eli/ontology#passed_by',
      'http://data.vlaanderen.be/ns/mandaat#einde',
      'http://data.vlaanderen.be/ns/mandaat#start',
      'http://purl.org/dc/terms/identifier',
      'http://purl.org/dc/terms/spatial',
      'http://purl.org/dc/terms/subject',
      'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
      'http://www.w3.org/2004/02/skos/core#prefLabel',
      'http://www.w3.org/ns/org#member',
      'http://www.w3.org/ns/org#role',
      'http://xmlns.com/foaf/0.1/page',
      'kind',
      'state',
      'steeringModel',
      'suspended',
      'underMandate',
    ]);
  });

  it('fails this check with an undefined term or a relative IRI', async () => {
    const text = await written('jsonld', registerOf(...inForce()));
    await expect(
      statements(
        text.replace('"@vocab":"urn:be:regie:term:"', '"@vocab":null').replaceAll('"holdings":', '"houders":'),
      ),
    ).rejects.toThrow('Safe mode');
    await expect(statements(text.replaceAll('urn:be:nis:44021:regie:agencies:', ''))).rejects.toThrow('Safe mode');
  });
});
