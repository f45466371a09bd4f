import { Type } from 'typebox';
import { THEMES } from './code-lists.js';

/** An id that only its own context interprets. */
export const opaqueId = Type.String({ minLength: 1, maxLength: 100 });
export const agencyCode = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{1,62}$',
  description: 'Code of an agency, unique in its city.',
});
export const neighbourhoodCode = Type.String({
  pattern: '^[0-9A-Za-z][0-9A-Za-z-]{0,19}$',
  description: 'Code of a neighbourhood, unique in its city.',
});
export const localDate = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'Calendar date in Europe/Brussels.',
});
export const period = Type.Object(
  { from: localDate, until: Type.Optional(localDate) },
  { additionalProperties: false, description: 'Half-open: `from` is included, `until` is not.' },
);
export const theme = Type.Enum([...THEMES]);
export const slots = Type.Array(
  Type.Object({ neighbourhood: neighbourhoodCode, theme }, { additionalProperties: false }),
  { minItems: 1 },
);
export const decision = Type.Object(
  {
    body: Type.String(),
    reference: Type.String(),
    date: localDate,
    link: Type.Optional(Type.String({ description: 'Web address of the decision.' })),
  },
  { additionalProperties: false },
);
export const schedule = Type.Object(
  {
    from: localDate,
    holdings: Type.Array(
      Type.Object(
        {
          holder: agencyCode,
          slots,
          period,
          suspended: Type.Optional(
            Type.Literal(true, {
              description: 'True: nobody acts under the mandate on these days, and its slots stay taken.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
    ),
  },
  {
    additionalProperties: false,
    description: 'Holdings of the mandate from the day `from` on. They replace the earlier holdings of those days.',
  },
);
