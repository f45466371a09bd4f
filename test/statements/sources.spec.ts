import { filesMatching, textOf } from '../architecture/files.js';
import { FILES } from './unnamed.js';

/** The ways to send a statement without a name: raw queries of pg and TypeORM, its query builder, and its methods for entities. */
const WITHOUT_NAME =
  /\.query(?!(<.*>)?\(\{ name, text)[<(]|\.createQueryBuilder\(|\b(manager|tx)\s*\.(find|findBy|findOne|findOneBy|save|insert|upsert|update|delete|count|sum)\(/;

const isProduction = (path: string): boolean =>
  !/\.spec\.ts$|\/migrations\/|\/testing\/|^libs\/(testing|embedded-postgres|client)\//.test(path);

it('only the listed files send statements without a name', () => {
  const files = filesMatching(/^(libs|apps)\/.*\.ts$/).filter(isProduction);
  const found = files.filter((path) => WITHOUT_NAME.test(textOf(path)));
  expect(found.toSorted()).toEqual(Object.keys(FILES).toSorted());
});
