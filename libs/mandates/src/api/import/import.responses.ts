import { type Static, Type } from 'typebox';
import { enumOf } from '#http';

export const RegisterImportOutcome = Type.Object(
  {
    recorded: Type.Integer({
      description: 'Number of new mandates; of a dry run, the number that an import would record.',
    }),
    unchanged: Type.Integer({ description: 'Number of mandates that are known with the same content.' }),
    outcome: enumOf(['imported', 'checked']),
  },
  { title: 'RegisterImportOutcome' },
);
export type RegisterImportOutcome = Static<typeof RegisterImportOutcome>;
