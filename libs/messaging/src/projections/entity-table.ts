import { getMetadataArgsStorage } from 'typeorm';
import type { EntityClass } from './table-statements.js';

/** Returns the name of the table of an entity. */
export const tableOf = (entity: EntityClass): string => {
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name;
  if (table === undefined) throw new Error(`${entity.name} names no table: write @Entity('<table>') above it`);
  return table;
};

/**
 * Returns `SELECT ... FROM <table>` with every column of an entity under the name of its property, but those left out.
 * A day is selected as text.
 */
export const selectFrom = <Row extends object>(
  entity: (new () => Row) & EntityClass,
  { without = [] }: Readonly<{ without?: readonly (keyof Row)[] }> = {},
): string => {
  const table = tableOf(entity);
  const columns = getMetadataArgsStorage()
    .columns.filter(({ target, propertyName }) => target === entity && !without.includes(propertyName as keyof Row))
    .map(({ propertyName, options: { name = propertyName, type } }) => {
      return `${table}."${name}"${type === 'date' ? '::text' : ''} AS "${propertyName}"`;
    });
  return `SELECT ${columns.join(', ')} FROM ${table}`;
};
