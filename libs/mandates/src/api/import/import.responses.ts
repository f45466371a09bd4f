import { type Static, Type } from 'typebox';
import { enumOf } from '#http';

export const RegisterImportOutcome = Type.Object(
  {
    recorded: Type.Integer({ description: 'new ones; of a dry run: those that would be' }),
    unchanged: Type.Integer({ description: 'known as they are' }),
    outcome: enumOf(['imported', 'checked']),
  },
  { title: 'RegisterImportOutcome' },
);
export type RegisterImportOutcome = Static<typeof RegisterImportOutcome>;
