/** A JSON schema, or a part of an API description. */
export type Json = Readonly<Record<string, ReturnType<typeof JSON.parse>>>;

/**
 * The side that must go on understanding the other one.
 * - `input`: what was valid in the last release must be valid now, because old clients go on sending it.
 * - `output`: what is sent now must be what the last release promised; more fields are allowed.
 */
export type Direction = 'input' | 'output';

/** The differences between two descriptions, each as a path and what became of it. `broken` breaks a client; `added` does not. */
export type Changes = Readonly<{ broken: readonly string[]; added: readonly string[] }>;

const NONE: Changes = { broken: [], added: [] };
const broken = (text: string): Changes => ({ broken: [text], added: [] });
const added = (text: string): Changes => ({ broken: [], added: [text] });

/** Joins changes, each named once. */
export const all = (changes: Iterable<Changes>): Changes => {
  const [breaks, additions] = [new Set<string>(), new Set<string>()];
  for (const change of changes) {
    for (const text of change.broken) breaks.add(text);
    for (const text of change.added) additions.add(text);
  }
  return { broken: [...breaks], added: [...additions] };
};

/** The facets that bound a value from below (1) or from above (-1). */
const BOUNDS = {
  minLength: 1,
  minimum: 1,
  minItems: 1,
  maxLength: -1,
  maximum: -1,
  maxItems: -1,
} as const;

/** Compares the schemas of two documents, whose `$ref` it follows. */
export class SchemaChanges {
  private readonly inProgress = new Set<string>();

  constructor(
    private readonly older: Json,
    private readonly newer: Json,
    private readonly direction: Direction,
  ) {}

  /** Compares two schemas at a path. */
  compare(older: Json, newer: Json, path: string): Changes {
    const pair = `${String(older['$ref'])} ${String(newer['$ref'])}`;
    const isNamed = older['$ref'] !== undefined && newer['$ref'] !== undefined;
    // A schema that contains itself is compared once.
    if (isNamed && this.inProgress.has(pair)) return NONE;
    if (isNamed) this.inProgress.add(pair);
    const [before, after] = [resolved(older, this.older), resolved(newer, this.newer)];
    const changes = all([
      this.types(before, after, path),
      this.values(before, after, path),
      this.facets(before, after, path),
      this.properties(before, after, path),
      this.alternatives(before, after, path),
      ...(['items', 'additionalProperties'] as const).flatMap((key) =>
        isSchema(before[key]) && isSchema(after[key]) ? [this.compare(before[key], after[key], `${path}[]`)] : [],
      ),
    ]);
    if (isNamed) this.inProgress.delete(pair);
    return changes;
  }

  private types(older: Json, newer: Json, path: string): Changes {
    const [before, after] = [typesOf(older), typesOf(newer)];
    const [narrow, wide] = this.direction === 'input' ? [before, after] : [after, before];
    if (wide.length === 0 || (narrow.length > 0 && narrow.every((type) => wide.includes(type)))) return NONE;
    return broken(`${path}: type ${before.join('|') || 'any'} became ${after.join('|') || 'any'}`);
  }

  private values(older: Json, newer: Json, path: string): Changes {
    const [before, after] = [valuesOf(older), valuesOf(newer)];
    if (!before && !after) return NONE;
    if (!before) return this.direction === 'input' ? broken(`${path}: only some values are left`) : NONE;
    if (!after) return this.direction === 'output' ? broken(`${path}: any value is possible`) : NONE;
    return all([
      ...before.filter((value) => !after.includes(value)).map((value) => broken(`${path}: value ${value} is gone`)),
      ...after.filter((value) => !before.includes(value)).map((value) => added(`${path}: ${value}`)),
    ]);
  }

  private facets(older: Json, newer: Json, path: string): Changes {
    const [strict, loose] = this.direction === 'input' ? [newer, older] : [older, newer];
    const found = ['pattern', 'format'].filter((key) => strict[key] !== undefined && strict[key] !== loose[key]);
    for (const [key, sign] of Object.entries(BOUNDS)) {
      if (strict[key] === undefined) continue;
      if (loose[key] === undefined || sign * Number(strict[key]) > sign * Number(loose[key])) found.push(key);
    }
    return all(found.map((key) => broken(`${path}: ${key} ${String(older[key])} became ${String(newer[key])}`)));
  }

  private properties(older: Json, newer: Json, path: string): Changes {
    const [before, after] = [(older['properties'] ?? {}) as Json, (newer['properties'] ?? {}) as Json];
    const [must, mustNow] = [older, newer].map((schema) => (schema['required'] ?? []) as readonly string[]);
    const at = (name: string): string => `${path}.${name}`;
    return all([
      ...Object.keys(before).map((name) =>
        name in after
          ? this.compare(before[name] as Json, after[name] as Json, at(name))
          : broken(`${at(name)} is gone`),
      ),
      ...Object.keys(after).flatMap((name) => (name in before ? [] : [added(at(name))])),
      ...(this.direction === 'input'
        ? mustNow!.filter((name) => !must!.includes(name)).map((name) => broken(`${at(name)} is required now`))
        : must!
            .filter((name) => name in after && !mustNow!.includes(name))
            .map((name) => broken(`${at(name)} may be missing now`))),
    ]);
  }

  /** Each alternative of before needs one now that it is compatible with. */
  private alternatives(older: Json, newer: Json, path: string): Changes {
    return all(
      ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
        const [before, after] = [older[key], newer[key]] as (readonly Json[] | undefined)[];
        if (!before && !after) return [];
        if (!before || !after) return [broken(`${path}: ${key} ${before ? 'is gone' : 'is new'}`)];
        const fitting = before.map((each) =>
          after
            .map((candidate) => ({ candidate, changes: this.compare(each, candidate, path) }))
            .toSorted((a, b) => a.changes.broken.length - b.changes.broken.length)
            .at(0),
        );
        const used = new Set(fitting.map((fit) => fit?.candidate));
        return [
          ...fitting.map((fit) => fit?.changes ?? broken(`${path}: an alternative is gone`)),
          ...after.filter((each) => !used.has(each)).map((each) => added(`${path}: ${nameOf(each)}`)),
        ];
      }),
    );
  }
}

/** Follows a `$ref` such as `#/components/schemas/Case` in its document. */
export const resolved = (schema: Json, document: Json): Json => {
  const reference = schema['$ref'] as string | undefined;
  if (reference === undefined) return schema;
  let target: Json = document;
  for (const step of reference.replace(/^#\//, '').split('/')) target = target[step] as Json;
  return resolved(target, document);
};

const isSchema = (part: unknown): part is Json => typeof part === 'object' && part !== null;
const nameOf = (schema: Json): string => String(schema['$ref'] ?? schema['title'] ?? JSON.stringify(schema));
const typesOf = ({ type }: Json): readonly string[] => (type === undefined ? [] : [type].flat());
const valuesOf = (schema: Json): readonly string[] | undefined => {
  const values = schema['enum'] ?? (schema['const'] === undefined ? undefined : [schema['const']]);
  return (values as unknown[] | undefined)?.map((value) => JSON.stringify(value));
};
