import { applyDecorators, SetMetadata } from '@nestjs/common';

/**
 * What an operation answers when all is well, as the OpenAPI description says it: `@Answers(CaseAnswer)`. Schemas are plain JSON Schema; one with a
 * title is described once, under that name, and so has a name in generated clients. An answer may get more fields: clients leave those aside.
 */

export type AnswerSchema = Readonly<{ [keyword: string]: unknown }>;
type Fields = Readonly<Record<string, AnswerSchema>>;

/** Headers that an answer has besides those of every write. */
export type AnswerHeader = 'ETag' | 'Content-Disposition';
/** What there is of each media type that the operation can answer. */
export type Answer = Readonly<{ content: Readonly<Record<string, AnswerSchema>>; headers: readonly AnswerHeader[] }>;

export const ANSWER = Symbol('ANSWER');

/** The successful answer of the operation. */
export const Answers = (schema: AnswerSchema, ...headers: readonly AnswerHeader[]): MethodDecorator =>
  applyDecorators(SetMetadata<symbol, Answer>(ANSWER, { content: { 'application/json': schema }, headers }));

/** The same of an operation that does not answer JSON. */
export const AnswersText = (mediaType: string, description: string): MethodDecorator =>
  applyDecorators(SetMetadata<symbol, Answer>(ANSWER, { content: { [mediaType]: text(description) }, headers: [] }));

/** The same of an operation that answers a file, in one of several forms. */
export const AnswersFile = (content: Answer['content']): MethodDecorator =>
  applyDecorators(SetMetadata<symbol, Answer>(ANSWER, { content, headers: ['Content-Disposition'] }));

// --- Schemas ---------------------------------------------------------------------------------------------------------------------------------

/** An object: these fields are always there, those of `sometimes` may not be. */
export const record = (fields: Fields, sometimes: Fields = {}, description?: string): AnswerSchema => ({
  type: 'object',
  ...(description && { description }),
  properties: { ...fields, ...sometimes },
  required: Object.keys(fields),
});

/** A schema with a name of its own. */
export const named = (title: string, schema: AnswerSchema): AnswerSchema => ({ title, ...schema });

export const text = (description?: string, facets: AnswerSchema = {}): AnswerSchema => ({
  type: 'string',
  ...facets,
  ...(description && { description }),
});
export const oneOf = (codes: readonly string[], description?: string): AnswerSchema =>
  text(description, { enum: [...codes] });
export const day = (description?: string): AnswerSchema => text(description, { format: 'date' });
export const moment = (description?: string): AnswerSchema => text(description, { format: 'date-time' });
export const whole = (description?: string): AnswerSchema => ({ type: 'integer', ...(description && { description }) });
export const yesOrNo = (description?: string): AnswerSchema => ({
  type: 'boolean',
  ...(description && { description }),
});
/** An object with whatever is in it. */
export const open = (description: string): AnswerSchema => ({
  type: 'object',
  additionalProperties: true,
  description,
});
export const listOf = (items: AnswerSchema, description?: string): AnswerSchema => ({
  type: 'array',
  items,
  ...(description && { description }),
});
export const orNull = ({ description, ...schema }: AnswerSchema): AnswerSchema => ({
  anyOf: [schema, { type: 'null' }],
  ...(description !== undefined && { description }),
});
export const anyOf = (...choices: readonly AnswerSchema[]): AnswerSchema => ({ anyOf: choices });

/** What the resource's ETag says as well. */
export const version = whole('counts the facts about it; the ETag');
/** What a page ends with. */
export const next = orNull(text('send it back as `after` for the next page; null: this is the last one'));

/** What a write answers: what it was about, and what came of it. */
export const outcome = (title: string, of: Fields, ...outcomes: readonly string[]): AnswerSchema =>
  named(title, record({ ...of, outcome: oneOf(outcomes) }));
