import { applyDecorators, SetMetadata } from '@nestjs/common';
import { type Static, type TNull, type TSchema, type TSchemaOptions, type TUnion, Type } from 'typebox';
import type { WriteResult } from './write-headers.js';

/**
 * Decorators and schema builders for successful responses.
 * OpenAPI is generated from the TypeBox schemas. A schema with a `title` becomes a component of that name, and a named type in generated clients.
 */

/** Headers that a response has besides the headers of every write. */
export type ResponseHeader = 'ETag' | 'Content-Disposition';
/** The schema of each media type in which the operation responds, and its headers. */
export type ResponseDescription = Readonly<{
  content: Readonly<Record<string, TSchema>>;
  headers: readonly ResponseHeader[];
}>;

export const RESPONSE = Symbol('RESPONSE');

/** A route handler that responds with `Body`. */
type Handler<Body> = (...args: never[]) => Sent<Body> | Promise<Sent<Body>>;
type Sent<Body> = Body | WriteResult<Body & object> | JsonText<Body>;

declare const JSON_OF: unique symbol;
/**
 * The body of a response as JSON text, which is sent as it is. The route needs `@Header` with the content type of JSON.
 * The parameter names the type of the value, and exists at compile time only.
 */
export type JsonText<Body> = string & { readonly [JSON_OF]?: Body };

/** Describes the JSON body of the response. A handler that returns another type does not compile. */
export const Responds =
  <Schema extends TSchema>(schema: Schema, ...headers: readonly ResponseHeader[]) =>
  <Method extends Handler<Static<Schema>>>(
    target: object,
    name: string,
    method: TypedPropertyDescriptor<Method>,
  ): void => {
    describes({ content: { 'application/json': schema }, headers })(target, name, method);
  };

/** Describes a response that is text of another media type. */
export const RespondsText = (mediaType: string, description: string): MethodDecorator =>
  describes({ content: { [mediaType]: Type.String({ description }) }, headers: [] });

/** Describes a response that is a file, in one of several forms. */
export const RespondsFile = (content: ResponseDescription['content']): MethodDecorator =>
  describes({ content, headers: ['Content-Disposition'] });

const describes = (response: ResponseDescription): MethodDecorator =>
  applyDecorators(SetMetadata<symbol, ResponseDescription>(RESPONSE, response));

// --- Schemas that TypeBox does not have, or writes in another way ----------------------------------------------------------------------------

/** Accepts `schema` or null. The description is that of the union. */
export const nullable = <Schema extends TSchema>(schema: Schema): TUnion<[Schema, TNull]> => {
  const { description, ...rest } = schema as Schema & { description?: string };
  return Type.Union([rest as unknown as Schema, Type.Null()], description === undefined ? {} : { description });
};

/** An array with a readonly type. `maxItems`: the most items that a response has; test/architecture/bounds.spec.ts requires it. */
export const list = <Schema extends TSchema>(items: Schema, options: TSchemaOptions & Readonly<{ maxItems: number }>) =>
  Type.Immutable(Type.Array(items, options));

/** The most items that a client may ask for in a page of most lists. */
const LARGEST_PAGE = 200;

/** The items of a page. */
export const page = <Schema extends TSchema>(items: Schema, options?: TSchemaOptions) =>
  list(items, { maxItems: LARGEST_PAGE, ...options });

/** All items of a file, however many; the file is sent in parts. */
export const everyOne = <Schema extends TSchema>(items: Schema) => Type.Immutable(Type.Array(items));

/** Returns the newest items of a list that has the oldest first. */
export const newest = <Item>(items: readonly Item[], most: number): readonly Item[] =>
  items.length <= most ? items : items.slice(-most);

/**
 * Accepts one of these codes, as `enum` in the description. `enumOf<string>` lets a handler return any string at compile time, because the types of
 * the domain do not contain the public code lists.
 */
export const enumOf = <Code extends string>(codes: readonly Code[], options?: TSchemaOptions) =>
  Type.Unsafe<Code>({ type: 'string', enum: [...codes], ...options });

/** Accepts this value only. */
export const constant = <const Value extends string | boolean>(value: Value, options?: TSchemaOptions) =>
  Type.Unsafe<Value>({ const: value, ...options });

/** A calendar date, such as `2026-11-30`. */
export const dateOnly = (options?: TSchemaOptions) => Type.String({ format: 'date', ...options });

/** An instant in ISO 8601. A handler may return a `Date`, which JSON writes in that form. */
export const dateTime = (options?: TSchemaOptions) =>
  Type.Unsafe<Date | string>({ type: 'string', format: 'date-time', ...options });

/** An object with any property names, whose values all have one schema. */
export const mapOf = <Schema extends TSchema>(values: Schema, options?: TSchemaOptions) =>
  Type.Unsafe<Readonly<Record<string, Static<Schema> | undefined>>>({
    type: 'object',
    additionalProperties: values,
    ...options,
  });

/** An object with any fields. */
export const anyObject = (options?: TSchemaOptions) =>
  Type.Unsafe<object>({ type: 'object', additionalProperties: true, ...options });

/** The version of the resource, the same as in its ETag. */
export const version = Type.Integer({
  description: 'Version: the number of facts about the resource, as in its ETag.',
});

/** The field `next` of a page: the key after which the next page starts. */
export const next = nullable(
  Type.String({ description: 'Send it back as `after` for the next page; null on the last page.' }),
);
