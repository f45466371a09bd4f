import { type Json, resolved } from './schema-changes.js';

type Operation = Readonly<{
  parameters?: readonly Readonly<{ name: string; in: string }>[];
  requestBody?: Readonly<{ content: Readonly<Record<string, Readonly<{ schema: Json }>>> }>;
}>;

/**
 * Returns a check of requests against an OpenAPI description: the path, the names in the query, and the fields of the
 * body are in the description. A request of a later release may have more; its process answers 404 or 400 then.
 */
export const knownRequests = (document: Json): ((method: string, url: string, body?: unknown) => boolean) => {
  const paths = Object.entries(document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>)
    // Paths without parameters are matched before paths with parameters.
    .toSorted(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
    .map(([path, item]) => ({ item, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  return (method, url, body) => {
    const { pathname, searchParams } = new URL(url, 'http://hub');
    const operation = paths.find(({ pattern, item }) => pattern.test(pathname) && method.toLowerCase() in item)?.item[
      method.toLowerCase()
    ];
    if (!operation) return false;
    const names = (operation.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
    if ([...searchParams.keys()].some((name) => !names.includes(name))) return false;
    const schema = operation.requestBody?.content['application/json']?.schema;
    return body === undefined || (schema !== undefined && hasFieldsOf(body, schema, document));
  };
};

const hasFieldsOf = (value: unknown, schema: Json, document: Json): boolean => {
  const { properties, items, ...rest } = resolved(schema, document);
  const alternatives = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (rest[key] ?? []) as readonly Json[]);
  if (alternatives.length > 0) return alternatives.some((each) => hasFieldsOf(value, each, document));
  if (Array.isArray(value)) return !items || value.every((each) => hasFieldsOf(each, items as Json, document));
  if (typeof value !== 'object' || value === null || !properties) return true;
  return Object.entries(value).every(
    ([name, field]) => name in properties && hasFieldsOf(field, (properties as Json)[name] as Json, document),
  );
};
