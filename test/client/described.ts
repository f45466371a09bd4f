import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A part of an OpenAPI description, read as it comes. */
type Json = Record<string, ReturnType<typeof JSON.parse>>;

/** An answer that was given: the operation as `GET /v1/cases/{id}`, and what in it is not as described. */
export type Checked = Readonly<{ operation: string; status: number; problems: readonly unknown[] }>;

/** Compares the answers of a hub with its own description of them. What is not described in an object is a fault here, though clients leave it aside. */
export class Described {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly paths: readonly Readonly<{ path: string; pattern: RegExp; item: Json }>[];

  constructor(readonly description: Json) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({
      $id: 'openapi',
      components: { schemas: eachOpen((description.components as Json).schemas as Json) },
    });
    this.paths = Object.entries<Json>(description.paths)
      // a path without a parameter goes before one with
      .toSorted(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
      .map(([path, item]) => ({ path, item, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  }

  /** The operations of the API, each with what it is said to answer. */
  get operations(): readonly Readonly<{ name: string; operation: Json; success: Json }>[] {
    return this.paths.flatMap(({ path, item }) =>
      Object.entries<Json>(item).map(([method, operation]) => {
        const [, success] = Object.entries<Json>(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
        return { name: `${method.toUpperCase()} ${path}`, operation, success: success ?? {} };
      }),
    );
  }

  check(method: string, path: string, status: number, headers: Headers, body: unknown): Checked {
    const found = this.paths.find(({ pattern, item }) => pattern.test(path) && item[method.toLowerCase()]);
    if (!found) return { operation: `${method} ${path}`, status, problems: ['there is no such operation'] };
    const { responses } = found.item[method.toLowerCase()] as Json;
    const response = (responses[status] ?? responses.default) as Json;
    const contents = Object.entries<Json>(response.content);
    const [mediaType] = (headers.get('content-type') ?? '').split(';') as [string];
    const [, content] = contents.find(([name]) => name === mediaType) ?? [];
    const problems: unknown[] = [];
    if (!content) problems.push(`content-type ${mediaType} instead of ${contents.map(([name]) => name).join(' or ')}`);
    if (status < 400) {
      const promised = Object.keys((response.headers as Json) ?? {}).filter(
        (name) => method !== 'GET' || name !== 'Regie-Position',
      );
      problems.push(...promised.filter((name) => !headers.has(name)).map((name) => `no header ${name}`));
      const silent = ['ETag', 'Location', 'Regie-Position', 'Content-Disposition'].filter(
        (name) => headers.has(name) && !(response.headers as Json | undefined)?.[name],
      );
      problems.push(...silent.map((name) => `header ${name} is not described`));
    }
    if (content) problems.push(...this.faults(content['schema'] as Json, body));
    return { operation: `${method} ${found.path}`, status, problems };
  }

  /** Why a value does not fit a schema of the description. */
  faults(schema: Json, value: unknown): readonly unknown[] {
    const absolute = JSON.parse(JSON.stringify(closed(schema)).replaceAll('"#/', '"openapi#/')) as Json;
    return this.ajv.validate(absolute, value)
      ? []
      : this.ajv.errors!.map(({ instancePath, message, params }) => ({
          instancePath,
          message,
          params: params as unknown,
        }));
  }
}

/** The schema with nothing let through that it does not name: `open` is what the schema around it closes. */
const closed = (part: unknown, open = false): unknown => {
  if (Array.isArray(part)) return part.map((item) => closed(item));
  if (typeof part !== 'object' || part === null) return part;
  const schema = Object.fromEntries(
    Object.entries(part).map(([keyword, value]) => [
      keyword,
      keyword === 'allOf' ? (value as unknown[]).map((item) => closed(item, true)) : closed(value),
    ]),
  );
  const names =
    '$ref' in schema || 'allOf' in schema || ('properties' in schema && !('additionalProperties' in schema));
  return names && !open ? { ...schema, unevaluatedProperties: false } : schema;
};

const eachOpen = (schemas: Json): object =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(schema, true)]));
