import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** A part of an OpenAPI description. */
type Json = Record<string, ReturnType<typeof JSON.parse>>;

/** A checked response: the operation as `GET /v1/cases/{id}`, and the differences from its description. */
export type Checked = Readonly<{ operation: string; status: number; problems: readonly unknown[] }>;

/**
 * Compares responses with the OpenAPI description of the process that sent them.
 * A field that is missing in the description is a problem here, although clients would ignore it.
 */
export class ApiDescription {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<Json, ValidateFunction>();
  private readonly paths: readonly Readonly<{ path: string; pattern: RegExp; item: Json }>[];

  constructor(readonly description: Json) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({
      $id: 'openapi',
      components: { schemas: eachOpen((description.components as Json).schemas as Json) },
    });
    this.paths = Object.entries<Json>(description.paths)
      // Paths without parameters are matched before paths with parameters.
      .toSorted(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
      .map(([path, item]) => ({ path, item, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  }

  /** The operations of the API, each with its successful response. */
  get operations(): readonly Readonly<{ name: string; operation: Json; success: Json }>[] {
    return this.paths.flatMap(({ path, item }) =>
      Object.entries<Json>(item).map(([method, operation]) => {
        const [, success] = Object.entries<Json>(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
        return { name: `${method.toUpperCase()} ${path}`, operation, success: success ?? {} };
      }),
    );
  }

  /** Checks media type, headers and body of a response. */
  check(method: string, path: string, status: number, headers: Headers, body: unknown): Checked {
    const found = this.find(method, path, status);
    if (!found) return { operation: `${method} ${path}`, status, problems: ['there is no such operation'] };
    const { operation, response } = found;
    const contents = Object.entries<Json>(response['content']);
    const mediaType = mediaTypeOf(headers);
    const [, content] = contents.find(([name]) => name === mediaType) ?? [];
    const problems: unknown[] = [];
    if (!content) problems.push(`content-type ${mediaType} instead of ${contents.map(([name]) => name).join(' or ')}`);
    if (status < 400) {
      const promised = Object.keys((response['headers'] as Json) ?? {}).filter(
        (name) => method !== 'GET' || name !== 'Regie-Position',
      );
      problems.push(...promised.filter((name) => !headers.has(name)).map((name) => `no header ${name}`));
      const silent = ['ETag', 'Location', 'Regie-Position', 'Content-Disposition'].filter(
        (name) => headers.has(name) && !(response['headers'] as Json | undefined)?.[name],
      );
      problems.push(...silent.map((name) => `header ${name} is not described`));
    }
    if (content) problems.push(...this.faults(content['schema'] as Json, body));
    return { operation, status, problems };
  }

  /** Checks the body of a response alone. A response without a schema has no problems. */
  checkBody(method: string, path: string, status: number, headers: Headers, body: unknown): Checked {
    const { operation, response } = this.find(method, path, status) ?? { operation: `${method} ${path}` };
    const schema = response?.['content']?.[mediaTypeOf(headers)]?.schema as Json | undefined;
    return { operation, status, problems: schema ? this.faults(schema, body) : [] };
  }

  private find(method: string, path: string, status: number): { operation: string; response: Json } | undefined {
    const found = this.paths.find(({ pattern, item }) => pattern.test(path) && item[method.toLowerCase()]);
    if (!found) return undefined;
    const { responses } = found.item[method.toLowerCase()] as Json;
    return { operation: `${method} ${found.path}`, response: (responses[status] ?? responses.default) as Json };
  }

  private faults(schema: Json, value: unknown): readonly unknown[] {
    const validate = this.validators.get(schema) ?? this.ajv.compile(absolute(closed(schema)));
    this.validators.set(schema, validate);
    return validate(value)
      ? []
      : validate.errors!.map(({ instancePath, message, params }) => ({
          instancePath,
          message,
          params: params as unknown,
        }));
  }
}

const mediaTypeOf = (headers: Headers): string => (headers.get('content-type') ?? '').split(';')[0]!;

/** Makes the references of a schema point into the registered description. */
const absolute = (schema: unknown): Json => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as Json;

/** Returns the schema so that it refuses fields that it does not name. `open`: the enclosing schema refuses them instead. */
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
