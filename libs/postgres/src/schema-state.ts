/**
 * The state of a schema for this release: `missing` names what the schema lacks, and `newer` the migrations of a later
 * release beside which this one may not run. Both are empty when a process can use the schema.
 */
export type SchemaState = Readonly<{ schema: string; missing: readonly string[]; newer: readonly string[] }>;
