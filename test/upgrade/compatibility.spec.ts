import { describeEvents, PUBLIC_EVENTS } from '#contracts';
import { textOf } from '../architecture/files.js';
import { ACCEPTED_BREAKS } from './accepted-breaks.js';
import { apiChanges, eventChanges, publishersIn } from './interface-changes.js';
import { describeWithLastRelease, LAST_RELEASE, textOfLastRelease } from './last-release.js';
import type { Json } from './schema-changes.js';

const parsed = (text: string): Json => JSON.parse(text) as Json;
const events = (): Json => parsed(JSON.stringify(describeEvents(PUBLIC_EVENTS.values())));
const api = (): Json => parsed(textOf('docs/openapi.json'));

/** The part of CHANGELOG.md on the coming release. */
const unreleased = (): string => /^## \[Unreleased\]\n([\s\S]*?)^## \[/m.exec(textOf('CHANGELOG.md'))![1]!;
/** Returns whether a line of the change log names all of these. */
const isNamed = (names: readonly string[]): boolean =>
  unreleased()
    .split('\n')
    .some((line) => names.every((name) => line.includes(`\`${name}\``)));

describeWithLastRelease('since the last release', () => {
  it('the API and the public events have broken nothing that is not accepted', () => {
    const breaks = [
      ...apiChanges(parsed(textOfLastRelease('docs/openapi.json')), api()).broken,
      ...eventChanges(parsed(textOfLastRelease('docs/asyncapi.json')), events()).broken,
    ];
    expect(breaks.toSorted()).toEqual(Object.keys(ACCEPTED_BREAKS).toSorted());
    for (const reason of Object.values(ACCEPTED_BREAKS)) expect(unreleased()).toContain(reason);
  });

  it('each new type and field of public events is named in the change log, with the service to replace last', () => {
    const changes = eventChanges(parsed(textOfLastRelease('docs/asyncapi.json')), events()).added;
    const types = [...PUBLIC_EVENTS.keys()];
    const typeOf = (change: string): string => types.find((type) => change.startsWith(type))!;
    const unnamed = changes.filter((change) => {
      const field = /\.v\d+\.(\w+)/.exec(change)?.[1];
      return !isNamed(field ? [typeOf(change), field] : [typeOf(change)]);
    });
    expect(unnamed).toEqual([]);
    const publishers = publishersIn(events());
    const last = new Set(changes.map((change) => publishers.get(typeOf(change))!));
    const upgrade = /^\*\*Upgrade:\*\*[\s\S]*?\n\n/m.exec(unreleased())![0];
    expect([...last].filter((service) => !upgrade.includes(`\`${service}\` last`))).toEqual([]);
  });
});

it('the version follows the last release, which has the next heading of the change log', () => {
  const versions = ['package.json', 'libs/client/package.json', 'apps/regie/bin/package.json'].map((path) =>
    String(parsed(textOf(path))['version']),
  );
  expect(new Set(versions).size).toBe(1);
  const numbers = (version: string): number[] => version.split(/[.-]/).slice(0, 3).map(Number);
  const [now, before] = [numbers(versions[0]!), numbers(LAST_RELEASE.version)];
  const differs = now.findIndex((number, index) => number !== before[index]);
  expect(now[differs]).toBeGreaterThan(before[differs]!);
  expect(
    textOf('CHANGELOG.md')
      .match(/^## \[[^\]]+\]/gm)
      ?.slice(0, 2),
  ).toEqual(['## [Unreleased]', `## [${LAST_RELEASE.version}]`]);
});

describe('the comparison of interfaces', () => {
  /** Returns a copy of a document with a change. */
  const changed = (document: Json, change: (copy: ReturnType<typeof JSON.parse>) => unknown): Json => {
    const copy = structuredClone(document) as ReturnType<typeof JSON.parse>;
    change(copy);
    return copy as Json;
  };
  const ofApi = (change: (copy: ReturnType<typeof JSON.parse>) => unknown) => apiChanges(api(), changed(api(), change));
  const ofEvents = (change: (copy: ReturnType<typeof JSON.parse>) => unknown) =>
    eventChanges(events(), changed(events(), change));

  it('finds nothing between equal documents', () => {
    expect(apiChanges(api(), api())).toEqual({ broken: [], added: [] });
    expect(eventChanges(events(), events())).toEqual({ broken: [], added: [] });
  });

  it.each([
    ['a path that is gone', (copy) => delete copy.paths['/v1/cases'].get, ['GET /v1/cases is gone']],
    [
      'a field of a request that is gone',
      (copy) => delete copy.components.schemas.OpenCaseDto.properties.scope,
      ['POST /v1/cases body.scope is gone'],
    ],
    [
      'a new field of a request that is required',
      (copy) => {
        copy.components.schemas.OpenCaseDto.properties.more = { type: 'string' };
        copy.components.schemas.OpenCaseDto.required.push('more');
      },
      ['POST /v1/cases body.more is required now'],
    ],
    [
      'a shorter text of a request',
      (copy) => (copy.components.schemas.OpenCaseDto.properties.title.maxLength = 3),
      [expect.stringMatching(/^POST \/v1\/cases body\.title: maxLength \d+ became 3$/)],
    ],
    [
      'a field of a response that is gone',
      (copy) => {
        const { properties, required } = copy.components.schemas.CaseOutcome;
        delete properties.caseId;
        required.splice(required.indexOf('caseId'), 1);
      },
      expect.arrayContaining(['POST /v1/cases 201.caseId is gone']),
    ],
    [
      'a field of a response that may be missing',
      (copy) => copy.components.schemas.CaseOutcome.required.shift(),
      expect.arrayContaining(['POST /v1/cases 201.caseId may be missing now']),
    ],
    [
      'a parameter that is gone',
      (copy) => copy.paths['/v1/feed'].get.parameters.shift(),
      [expect.stringMatching(/^GET \/v1\/feed .* is gone$/)],
    ],
    [
      'a header of a response that is gone',
      (copy) => delete copy.paths['/v1/cases'].post.responses['201'].headers.Location,
      ['POST /v1/cases 201 header Location is gone'],
    ],
  ] as readonly (readonly [string, (copy: ReturnType<typeof JSON.parse>) => unknown, unknown])[])(
    'refuses %s',
    (_, change, expected) => {
      expect(ofApi(change).broken).toEqual(expected);
    },
  );

  it('allows a new path, an optional field of a request, and a field of a response', () => {
    const { broken, added } = ofApi((copy) => {
      copy.paths['/v1/more'] = { get: { responses: {} } };
      copy.components.schemas.OpenCaseDto.properties.more = { type: 'string' };
      copy.components.schemas.CaseOutcome.properties.more = { type: 'string' };
    });
    expect(broken).toEqual([]);
    expect(added).toEqual(
      expect.arrayContaining(['GET /v1/more', 'POST /v1/cases body.more', 'POST /v1/cases 201.more']),
    );
  });

  const payload = (copy: ReturnType<typeof JSON.parse>) => copy.components.messages.CaseClosed.payload;

  it('refuses a required field, a lost value and a longer text of a public event', () => {
    expect(
      ofEvents((copy) => {
        payload(copy).properties.more = { type: 'string' };
        payload(copy).required.push('more');
      }).broken,
    ).toEqual(['be.regie.case.closed.v1.more is required now']);
    expect(ofEvents((copy) => payload(copy).properties.outcome.enum.pop()).broken).toEqual([
      'be.regie.case.closed.v1.outcome: value "merged" is gone',
    ]);
    expect(ofEvents((copy) => (payload(copy).properties.caseId.maxLength = 200)).broken).toEqual([
      'be.regie.case.closed.v1.caseId: maxLength 100 became 200',
    ]);
  });

  it('names an optional field, a value and a type that are new in public events', () => {
    const { broken, added } = ofEvents((copy) => {
      payload(copy).properties.more = { type: 'string' };
      payload(copy).properties.outcome.enum.push('withdrawn');
      copy.components.messages.More = { ...copy.components.messages.CaseClosed, name: 'be.regie.case.more.v1' };
    });
    expect(broken).toEqual([]);
    expect(added.toSorted()).toEqual([
      'be.regie.case.closed.v1.more',
      'be.regie.case.closed.v1.outcome: "withdrawn"',
      'be.regie.case.more.v1',
    ]);
  });
});
