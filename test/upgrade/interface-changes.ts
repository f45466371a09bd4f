import { all, type Changes, type Json, resolved, SchemaChanges } from './schema-changes.js';

type Operation = Readonly<{
  parameters?: readonly Readonly<{ name: string; in: string; required?: boolean; schema: Json }>[];
  requestBody?: Readonly<{ required?: boolean; content: Contents }>;
  responses: Readonly<Record<string, Readonly<{ headers?: Json; content?: Contents }>>>;
}>;
type Contents = Readonly<Record<string, Readonly<{ schema: Json }>>>;
type OpenApi = Readonly<{ paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> }>;

const broken = (text: string): Changes => ({ broken: [text], added: [] });
const added = (text: string): Changes => ({ broken: [], added: [text] });

/** Compares two OpenAPI descriptions, as clients of the older one see it. */
export const apiChanges = (older: Json, newer: Json): Changes => {
  const [before, after] = [older, newer].map((document) => operationsIn(document as OpenApi));
  const inputs = new SchemaChanges(older, newer, 'input');
  const outputs = new SchemaChanges(older, newer, 'output');
  return all([
    ...[...after!.keys()].filter((name) => !before!.has(name)).map(added),
    ...[...before!].map(([name, was]) => {
      const is = after!.get(name);
      if (!is) return broken(`${name} is gone`);
      return all([
        parameterChanges(name, was, is, inputs),
        bodyChanges(name, was, is, inputs),
        responseChanges(name, was, is, outputs),
      ]);
    }),
  ]);
};

/** Returns the operations of a description, by names such as `GET /v1/cases`. */
const operationsIn = ({ paths }: OpenApi): ReadonlyMap<string, Operation> =>
  new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    ),
  );

const parameterChanges = (name: string, older: Operation, newer: Operation, inputs: SchemaChanges): Changes => {
  const [before, after] = [older.parameters ?? [], newer.parameters ?? []];
  const same = (a: { name: string; in: string }, b: { name: string; in: string }): boolean =>
    a.name === b.name && a.in === b.in;
  return all([
    ...before.map((was) => {
      const at = `${name} ${was.in} ${was.name}`;
      const is = after.find((each) => same(each, was));
      if (!is) return broken(`${at} is gone`);
      if (is.required && !was.required) return broken(`${at} is required now`);
      return inputs.compare(was.schema, is.schema, at);
    }),
    ...after
      .filter((is) => !before.some((was) => same(is, was)))
      .map((is) => (is.required ? broken : added)(`${name} ${is.in} ${is.name}`)),
  ]);
};

const bodyChanges = (name: string, older: Operation, newer: Operation, inputs: SchemaChanges): Changes => {
  const [was, is] = [older.requestBody, newer.requestBody];
  if (!is) return was ? broken(`${name} body is gone`) : all([]);
  if (is.required && !was?.required) return broken(`${name} body is required now`);
  return was ? contentChanges(`${name} body`, was.content, is.content, inputs) : added(`${name} body`);
};

const responseChanges = (name: string, older: Operation, newer: Operation, outputs: SchemaChanges): Changes =>
  all(
    Object.entries(older.responses).map(([status, was]) => {
      const is = newer.responses[status];
      if (!is) return broken(`${name} ${status} is gone`);
      const headers = Object.keys(was.headers ?? {}).filter((header) => !(header in (is.headers ?? {})));
      return all([
        ...headers.map((header) => broken(`${name} ${status} header ${header} is gone`)),
        contentChanges(`${name} ${status}`, was.content ?? {}, is.content ?? {}, outputs),
      ]);
    }),
  );

const contentChanges = (path: string, older: Contents, newer: Contents, schemas: SchemaChanges): Changes =>
  all(
    Object.entries(older).map(([mediaType, was]) => {
      const is = newer[mediaType];
      return is ? schemas.compare(was.schema, is.schema, path) : broken(`${path} ${mediaType} is gone`);
    }),
  );

type Message = Readonly<{ name: string; headers: Json; payload: Json }>;

/**
 * Compares two AsyncAPI descriptions. Stored events stay valid now, and partners go on reading what they read.
 * `added` names the types and fields that only this release knows: a process of the older one sets such an event aside.
 */
export const eventChanges = (older: Json, newer: Json): Changes => {
  const [before, after] = [older, newer].map((document) => messagesIn(document));
  const directions = (['input', 'output'] as const).map((direction) => new SchemaChanges(older, newer, direction));
  return all([
    ...[...after!.keys()].filter((type) => !before!.has(type)).map(added),
    ...[...before!].map(([type, was]) => {
      const is = after!.get(type);
      if (!is) return broken(`${type} is gone`);
      return all(
        directions.flatMap((schemas) => [
          schemas.compare(was.headers, is.headers, `${type} headers`),
          schemas.compare(was.payload, is.payload, type),
        ]),
      );
    }),
  ]);
};

const messagesIn = (document: Json): ReadonlyMap<string, Message> => {
  const { messages } = document['components'] as Readonly<{ messages: Readonly<Record<string, Json>> }>;
  return new Map(Object.values(messages).map((each) => [String(each['name']), resolved(each, document) as Message]));
};

/** Returns the context that publishes each type of event. */
export const publishersIn = (document: Json): ReadonlyMap<string, string> => {
  type Channel = Readonly<{ address: string; messages: Readonly<Record<string, Json>> }>;
  const found = new Map<string, string>();
  for (const { address, messages } of Object.values(document['channels'] as Readonly<Record<string, Channel>>)) {
    const context = /^regie\.(\w+)\./.exec(address)?.[1];
    for (const message of Object.values(messages))
      if (context) found.set(String(resolved(message, document)['name']), context);
  }
  return found;
};
