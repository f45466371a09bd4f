import { PERMISSIONS } from '#access';
import { type Role, ROLES } from '#kernel';
import { textOf } from './files.js';
import { permissionsPage, ROUTES } from './permissions.js';

type RolesOfRoutes = Readonly<Record<string, 'public' | readonly Role[] | undefined>>;

const rolesOfRoutes: RolesOfRoutes = Object.fromEntries(
  ROUTES.map(({ method, path, requires }) => [
    `${method} ${path}`,
    requires === undefined || requires === 'public' ? requires : PERMISSIONS[requires],
  ]),
);

describe('the table of permissions', () => {
  it('covers every operation of the API', () => {
    const { paths } = JSON.parse(textOf('docs/openapi.json')) as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(rolesOfRoutes).toSorted()).toEqual(operations.toSorted());
  });

  it('leaves no route undeclared', () => {
    expect(ROUTES.filter(({ requires }) => requires === undefined)).toEqual([]);
  });

  it('allows each route of the fixture to the same roles as before there was a table', () => {
    const before = JSON.parse(textOf('test/architecture/expected-roles-of-routes.json')) as RolesOfRoutes;
    const rolesBefore = new Set<string>(Object.values(before).flatMap((roles) => roles ?? []));
    const now = Object.keys(before).map((route) => {
      const roles = rolesOfRoutes[route];
      return [route, typeof roles === 'object' ? roles.filter((role) => rolesBefore.has(role)) : roles];
    });
    expect(Object.fromEntries(now)).toEqual(before);
  });

  it('contains only permissions that a route requires', () => {
    const required = new Set<string | undefined>(ROUTES.map(({ requires }) => requires));
    expect(Object.keys(PERMISSIONS).filter((permission) => !required.has(permission))).toEqual([]);
  });

  it('grants every role at least one permission', () => {
    const granted = new Set<Role>(Object.values(PERMISSIONS).flat());
    expect(ROLES.filter((role) => !granted.has(role))).toEqual([]);
  });

  it('has roles that docs/api.md describes', () => {
    const guide = textOf('docs/api.md');
    expect(ROLES.filter((role) => !guide.includes(`\n| \`${role}\` `))).toEqual([]);
  });

  it('equals docs/permissions.md, which `npm run permissions` writes', () => {
    expect(textOf('docs/permissions.md')).toBe(permissionsPage());
  });
});
