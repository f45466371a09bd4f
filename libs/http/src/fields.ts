import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  registerDecorator,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { THEMES } from '#contracts';
import { hasRegisterNumber } from '#privacy';

/**
 * The fields of request bodies and queries: one decorator for each field validates it and documents it in the OpenAPI description.
 * A field that is not declared is refused.
 */
type Field = Readonly<{ description?: string; example?: unknown; optional?: boolean }>;

const field = (
  { description, example, optional }: Field,
  api: ApiPropertyOptions,
  ...checks: PropertyDecorator[]
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ description, example, required: !optional, ...api } as ApiPropertyOptions),
    // an optional field may be left out, but not be null
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ...checks,
  );

/** Text that is stored as sent. Control characters and national register numbers are refused. */
export const Text = ({ min = 1, max, ...options }: Field & { min?: number; max: number }): PropertyDecorator =>
  field(options, { type: String, minLength: min, maxLength: max }, IsString(), Length(min, max), PlainText());

/** Free text that people write. The log keeps the text for ever, so it must not be about a person. */
export const FreeText = ({ description, ...options }: Field & { max: number }): PropertyDecorator =>
  Text({
    ...options,
    description: [description, 'Stored for ever: no names or data of persons.'].filter(Boolean).join(' '),
  });

/** A code of an agency: `ocmw-gent`. */
export const AgencyCode = (options: Field = {}): PropertyDecorator =>
  field(
    { example: 'ocmw-gent', ...options },
    { type: String, pattern: '^[a-z0-9][a-z0-9-]{1,62}$' },
    Matches(/^[a-z0-9][a-z0-9-]{1,62}$/, {
      message: '$property must be the code of an agency: lower case letters, digits and dashes, such as ocmw-gent',
    }),
    PlainText(),
  );

/** A code of a neighbourhood: `4`. */
export const NeighbourhoodCode = (options: Field = {}): PropertyDecorator =>
  field(
    { example: '4', ...options },
    { type: String, pattern: '^[0-9A-Za-z][0-9A-Za-z-]{0,19}$' },
    Matches(/^[0-9A-Za-z][0-9A-Za-z-]{0,19}$/, {
      message: '$property must be the code of a neighbourhood: at most 20 letters, digits and dashes, such as 4',
    }),
    PlainText(),
  );

/** A theme of the code list. */
export const Theme = (options: Field = {}): PropertyDecorator => OneOf(THEMES, { example: 'leefbaarheid', ...options });

/** One of these codes. */
export const OneOf = (codes: readonly string[], options: Field = {}): PropertyDecorator =>
  field(
    options,
    { type: String, enum: [...codes] },
    IsIn(codes, { message: `$property must be one of ${codes.join(', ')}` }),
  );

/** A list of these codes, each at most once, and at least `min` of them. */
export const SomeOf = (
  codes: readonly string[],
  { min = 0, ...options }: Field & { min?: number } = {},
): PropertyDecorator =>
  field(
    options,
    {
      type: 'array',
      items: { type: 'string', enum: [...codes] },
      uniqueItems: true,
      ...(min > 0 && { minItems: min }),
    },
    IsArray(),
    ArrayMinSize(min),
    ArrayUnique(),
    IsIn(codes, { each: true, message: `$property must be some of ${codes.join(', ')}` }),
  );

/** A calendar date in Europe/Brussels that exists: `2026-02-29` does not. */
export const CalendarDate = (options: Field = {}): PropertyDecorator =>
  field({ example: '2026-09-01', ...options }, { type: String, format: 'date' }, IsCalendarDate());

/** A list of calendar dates that exist, each once. */
export const CalendarDates = ({ items, ...options }: Field & { items: number }): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string', format: 'date' }, maxItems: items, uniqueItems: true },
    IsArray(),
    ArrayMaxSize(items),
    ArrayUnique(),
    AreCalendarDates(),
  );

/**
 * An instant, ISO 8601 with an offset, or a calendar date in Europe/Brussels. A query decodes the plus of an offset as a space; the space becomes a
 * plus again.
 */
export const Moment = (options: Field = {}): PropertyDecorator =>
  field(
    { example: '2026-03-01T12:00:00+01:00', ...options },
    { type: String },
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? value.replace(/ (?=\d\d:\d\d$)/, '+') : value,
    ),
    IsMoment(),
  );

/** A whole number; in a query it arrives as text. */
export const Whole = ({ min, max, ...options }: Field & { min: number; max: number }): PropertyDecorator =>
  field(
    options,
    { type: 'integer', minimum: min, maximum: max },
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(min),
    Max(max),
  );

/** Text that matches `pattern`; `message` explains the pattern to people. */
export const Pattern = (pattern: RegExp, message: string, options: Field = {}): PropertyDecorator =>
  field(
    options,
    { type: String, pattern: pattern.source },
    Matches(pattern, { message: `$property must be ${message}` }),
    PlainText(),
  );

/** A list of texts. */
export const Texts = ({ max, items, ...options }: Field & { max: number; items: number }): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string', minLength: 1, maxLength: max }, maxItems: items },
    IsArray(),
    ArrayMaxSize(items),
    IsString({ each: true }),
    Length(1, max, { each: true }),
    PlainText(),
  );

const CODE = /^[0-9A-Za-z][0-9A-Za-z-]{0,62}$/;

/** A list of codes of agencies or neighbourhoods, each once. */
export const Codes = ({ min = 0, max, ...options }: Field & { min?: number; max: number }): PropertyDecorator =>
  field(
    options,
    { type: 'array', items: { type: 'string', pattern: CODE.source }, minItems: min, maxItems: max, uniqueItems: true },
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    ArrayUnique(),
    Matches(CODE, { each: true, message: 'each of $property must be a code: letters, digits and dashes' }),
  );

/** A nested object, whose class declares its fields. */
export const Nested = (type: () => new () => object, options: Field = {}): PropertyDecorator =>
  field(options, { type: () => type() }, IsObjectOf(), ValidateNested(), Type(type));

/** A list of nested objects, whose class declares their fields. */
export const ListOf = (
  type: () => new () => object,
  { min = 0, max, ...options }: Field & { min?: number; max: number },
): PropertyDecorator =>
  field(
    options,
    // Swagger calls a function only when its name is `type`; this arrow function gets that name.
    { type: () => type(), isArray: true, minItems: min, maxItems: max },
    IsArray(),
    ArrayMinSize(min),
    ArrayMaxSize(max),
    AreObjects(),
    ValidateNested({ each: true }),
    Type(type),
  );

const check =
  (name: string, validate: (value: unknown) => boolean, message: string) =>
  (): PropertyDecorator =>
  (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: property as string,
      options: { message },
      validator: { validate },
    });

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const IsObjectOf = check('isObject', isObject, '$property must be an object');

/** Requires that every item is an object. An empty list as an item would otherwise pass, because it has nothing to validate. */
const AreObjects = check(
  'areObjects',
  (value) => Array.isArray(value) && value.every(isObject),
  'each of $property must be an object',
);

const IsCalendarDate = check(
  'isCalendarDate',
  (value) => typeof value === 'string' && /^(19|20)\d{2}-\d{2}-\d{2}$/.test(value) && isRealDate(value),
  '$property must be a date that exists, as YYYY-MM-DD',
);

const AreCalendarDates = check(
  'areCalendarDates',
  (value) =>
    Array.isArray(value) &&
    value.every((each) => typeof each === 'string' && /^(19|20)\d{2}-\d{2}-\d{2}$/.test(each) && isRealDate(each)),
  'each of $property must be a date that exists, as YYYY-MM-DD',
);

/** Matches a date, alone or with a time of day and an offset. */
const MOMENT =
  /^((?:19|20)\d{2}-\d{2}-\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?$/;

const IsMoment = check(
  'isMoment',
  (value) => typeof value === 'string' && isRealDate(MOMENT.exec(value)?.[1] ?? ''),
  '$property must be an instant with its offset, such as 2026-03-01T12:00:00+01:00, or a date that exists, as YYYY-MM-DD',
);

const isRealDate = (value: string): boolean => {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
};

/** The length limit of any text in a request. Each field has its own limit too. */
const LONGEST_TEXT = 10_000;

const PlainText = check(
  'plainText',
  // A text that is too long is not searched: the length check refuses it.
  (value) =>
    [value]
      .flat()
      .every(
        (text) =>
          typeof text === 'string' && (text.length > LONGEST_TEXT || (isPlain(text) && !hasRegisterNumber(text))),
      ),
  '$property must be plain text without control characters and without a national register number',
);

// eslint-disable-next-line no-control-regex -- these characters are refused
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;
const isPlain = (text: string): boolean => !CONTROL_CHARACTERS.test(text) && text.isWellFormed() && text.trim() !== '';
