export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** The rights of one role on one schema: on every table, on tables that differ, and on functions. */
export type Rights = Readonly<{
  tables: readonly Privilege[];
  except?: Readonly<Record<string, readonly Privilege[]>>;
  functions: boolean;
}>;

/** The rights of the runtime and of the reader on one schema. All other roles but the owner have none by the hub. */
export type SchemaRights = Readonly<{ schema: string; runtime: Rights; reader: Rights }>;

export const READ: Rights = { tables: ['SELECT'], functions: false };

/** The privileges on one object: a schema, a table or view, or a function. Sequences belong to identity columns, which need none. */
export type ObjectKind = 'SCHEMA' | 'TABLE' | 'FUNCTION';

export const privilegesOn = (rights: Rights, kind: ObjectKind, name: string): readonly string[] => {
  if (kind === 'SCHEMA') return ['USAGE'];
  if (kind === 'FUNCTION') return rights.functions ? ['EXECUTE'] : [];
  return rights.except?.[name] ?? rights.tables;
};
