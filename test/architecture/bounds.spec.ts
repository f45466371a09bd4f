import { readFile } from 'node:fs/promises';
import { ROOT } from './files.js';

/** A part of the OpenAPI description. */
type Json = Record<string, ReturnType<typeof JSON.parse>>;

const description = JSON.parse(await readFile(`${ROOT}/docs/openapi.json`, 'utf8')) as Json;

/** The answers with arrays of any length, each with the reason. */
const UNBOUNDED: Readonly<Record<string, string>> = {
  'GET /v1/mandates/export': 'a file of the whole register, which is sent in parts',
};
/** The data of events: what was recorded once, in the form in which it was published. */
const RECORDED = /^GET \/v1\/feed \.events\[\]\.data\./;

/** Lists the arrays without `maxItems` in a schema, as paths into the answer. */
const unboundedIn = (schema: Json, document: Json, path = '', within: readonly string[] = []): string[] => {
  const $ref = schema.$ref as string | undefined;
  if ($ref) {
    if (within.includes($ref)) return [];
    const named = $ref
      .split('/')
      .slice(1)
      .reduce((part, key) => part[key] as Json, document);
    return unboundedIn(named, document, path, [...within, $ref]);
  }
  const into = (part: Json | undefined, name: string): string[] =>
    part ? unboundedIn(part, document, path + name, within) : [];
  const own = schema.type === 'array' && schema.maxItems === undefined ? [`${path}[]`] : [];
  return [
    ...own,
    ...into(schema.items as Json, '[]'),
    ...Object.entries<Json>(schema.properties ?? {}).flatMap(([name, part]) => into(part, `.${name}`)),
    ...['anyOf', 'oneOf', 'allOf'].flatMap((keyword) =>
      Object.values<Json>(schema[keyword] ?? {}).flatMap((part) => into(part, '')),
    ),
    ...(typeof schema.additionalProperties === 'object' ? into(schema.additionalProperties as Json, '.*') : []),
  ];
};

const unboundedAnswers = (document: Json): string[] =>
  Object.entries<Json>(document.paths).flatMap(([path, operations]) =>
    Object.entries<Json>(operations).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const [, success] = Object.entries<Json>(operation.responses).find(([status]) => status.startsWith('2'))!;
      const schema = success.content?.['application/json']?.schema as Json | undefined;
      if (!schema || UNBOUNDED[name]) return [];
      return unboundedIn(schema, document).map((array) => `${name} ${array}`);
    }),
  );

describe('every array in an answer', () => {
  it('has a stated bound: it is a page, or has a longest length', () => {
    expect(unboundedAnswers(description).filter((name) => !RECORDED.test(name))).toEqual([]);
  });

  it('without a bound is found, also in a named schema and in a list', () => {
    const changed = structuredClone(description);
    const schemas = changed.components.schemas as Record<string, { properties: Json }>;
    schemas.Member!.properties.days = { type: 'array', items: { type: 'string' } };
    delete schemas.WholeCase!.properties.commitments.maxItems;
    expect(unboundedAnswers(changed)).toEqual(
      expect.arrayContaining([
        'GET /v1/teams/{id} .members[].days[]',
        'GET /v1/teams/{id}/members .members[].days[]',
        'GET /v1/cases/{id} .commitments[]',
      ]),
    );
  });

  it('is excepted for a reason that still applies', () => {
    for (const name of Object.keys(UNBOUNDED)) {
      const [method, path] = name.split(' ') as [string, string];
      const { content } = description.paths[path][method.toLowerCase()].responses['200'] as { content: Json };
      expect({ name, arrays: unboundedIn(content['application/json'].schema as Json, description) }).toEqual({
        name,
        arrays: expect.arrayContaining([expect.stringContaining('[]')]),
      });
    }
  });
});
