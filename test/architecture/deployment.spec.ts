import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { ROLES } from '#kernel';
import { demonstrationProblem, loadSettings } from '#runtime';
import { CITY, PASSWORD, PEOPLE, SYSTEMS } from '../../apps/hub/src/demonstration/ghent.js';
import { compose, example, servicesWith, variables } from './compose.js';
import { ROOT, textOf } from './files.js';

const CONTEXTS = ['mandates', 'cases', 'partners', 'teams'];
const services = Object.entries(compose.services);
const MIGRATIONS = CONTEXTS.map((context) => `${context}-migration`);

/** The settings of a city in production, with a value for every required variable. */
const PRODUCTION = {
  ...Object.fromEntries(variables.filter(({ required }) => required).map(({ name }) => [name, 'f00dcafe'])),
  REGIE_ISSUER: 'https://login.example.be/realms/regie',
  REGIE_SECRETS_KEY: 'q3Jm0m4vS9wE1xZ7c2Yb8tK5uHfNpLrA6dGiOoQeWsU=',
  REGIE_CITIES: '44021,11002',
  REGIE_PSEUDONYM_KEY: 'b8Hq1Jm0m4vS9wE1xZ7c2Yb8tK5uHfNpLrA6dGiOoQe=',
};

const settingsOf = (environment: Readonly<Record<string, string>> | undefined) =>
  loadSettings(Object.fromEntries(Object.entries(environment ?? {}).filter(([name]) => name.startsWith('REGIE_'))));

describe('docker-compose.yml', () => {
  it('fits the schema of the Compose Specification', () => {
    // `$schema` is removed: it names draft 7, the default of Ajv, by an address that Ajv does not know.
    const { $schema: _, ...schema } = JSON.parse(textOf('test/architecture/compose-spec.schema.json')) as Record<
      string,
      unknown
    >;
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    ajv.validate(schema, compose);
    expect(ajv.errors ?? []).toEqual([]);
    expect(ajv.validate(schema, { services: { mandates: { imagge: 'regie' } } })).toBe(false);
  });

  it('has a service for every context, which starts the process of that context', () => {
    for (const context of CONTEXTS) {
      expect(compose.services[context]?.command).toEqual([`dist/apps/${context}/src/main.js`]);
      expect(existsSync(join(ROOT, `apps/${context}/src/main.ts`))).toBe(true);
    }
  });

  it('gives every context a port of its own, which is the default of its process', () => {
    const ports = CONTEXTS.map((context) => compose.services[context]!.environment!['REGIE_PORT']);
    expect(CONTEXTS.map((context) => /port: (\d+)/.exec(textOf(`apps/${context}/src/start.ts`))?.[1])).toEqual(ports);
    expect(new Set(ports).size).toBe(CONTEXTS.length);
  });

  it.each(CONTEXTS)('gives %s valid settings, in production and in development', (context) => {
    for (const [given, environment] of [
      [PRODUCTION, 'production'],
      [example, 'development'],
    ] as const) {
      expect(settingsOf(servicesWith(given)[context]!.environment)).toMatchObject({
        environment,
        host: '0.0.0.0',
        demonstration: 'no',
      });
    }
  });

  it('gives every context a database and a password of its own', () => {
    const sql = textOf('deploy/postgres/10-databases.sql');
    const started = servicesWith(Object.fromEntries(variables.map(({ name }) => [name, name])));
    for (const context of CONTEXTS) {
      const secret = `${context.toUpperCase()}_DATABASE_PASSWORD`;
      expect(started[context]!.environment!['REGIE_POSTGRES_URL']).toBe(
        `postgres://${context}:${secret}@postgres:5432/${context}`,
      );
      expect(started['postgres']!.environment![secret]).toBe(secret);
      expect(sql).toContain(`\\getenv ${context} ${secret}\n`);
      expect(sql).toContain(`CREATE ROLE ${context} LOGIN PASSWORD :'${context}';\n`);
      expect(sql).toContain(`CREATE DATABASE ${context} OWNER ${context}_owner;\n`);
    }
  });

  it.each(CONTEXTS)('migrates the database of %s as its owner before the service starts', (context) => {
    const sql = textOf('deploy/postgres/10-databases.sql');
    const started = servicesWith(Object.fromEntries(variables.map(({ name }) => [name, name])));
    const { command, environment } = started[`${context}-migration`]!;
    expect(command).toEqual(['dist/apps/regie/src/main.js', 'migrate', context]);
    const at = (role: string, password: string) => `postgres://${role}:${password}@postgres:5432/${context}`;
    expect(environment).toEqual({
      REGIE_EVENT_STORE: 'REGIE_EVENT_STORE',
      REGIE_POSTGRES_OWNER_URL: at(`${context}_owner`, 'OWNER_DATABASE_PASSWORD'),
      REGIE_POSTGRES_URL: started[context]!.environment!['REGIE_POSTGRES_URL'],
      REGIE_POSTGRES_READER_URL: at(`${context}_reader`, 'READER_DATABASE_PASSWORD'),
    });
    expect(started[context]!.environment).toMatchObject({
      REGIE_POSTGRES_READER_URL: environment!['REGIE_POSTGRES_READER_URL'],
    });
    expect(started[context]!.environment).not.toHaveProperty('REGIE_POSTGRES_OWNER_URL');
    expect(started[context]!.depends_on).toHaveProperty(`${context}-migration`);
    expect(sql).toContain(`CREATE ROLE ${context}_owner LOGIN PASSWORD :'owner';\n`);
    expect(sql).toContain(`CREATE ROLE ${context}_reader LOGIN PASSWORD :'reader';\n`);
    expect(sql).toContain(`REVOKE CONNECT, TEMPORARY ON DATABASE ${context} FROM PUBLIC;\n`);
  });

  it('gives every process and the broker the same Kafka password', () => {
    const started = servicesWith({ ...PRODUCTION, REGIE_KAFKA_PASSWORD: 'between-us' });
    for (const name of [...CONTEXTS, 'topics'])
      expect(started[name]!.environment!['REGIE_KAFKA_PASSWORD']).toBe('between-us');
    expect(started['kafka']!.environment!['KAFKA_LISTENER_NAME_SERVICES_PLAIN_SASL_JAAS_CONFIG']).toContain(
      'user_regie="between-us"',
    );
  });

  it('contains no secret, and names the variable to set when one is missing', () => {
    const secrets = [
      ...new Set(variables.map(({ name }) => name).filter((name) => /PASSWORD|SECRET|_KEY\b|TOKEN/.test(name))),
    ];
    expect(secrets.length).toBeGreaterThanOrEqual(6);
    expect(variables.filter(({ name, fallback }) => secrets.includes(name) && fallback !== undefined)).toEqual([]);
    for (const secret of [...secrets, 'REGIE_ISSUER', 'KAFKA_CLUSTER_ID'])
      expect(() => servicesWith({ ...PRODUCTION, [secret]: '' })).toThrow(`${secret}: say `);
    const literal = services.flatMap(([name, { environment }]) =>
      Object.entries(environment ?? {})
        .filter(([key, value]) => /PASSWORD|SECRET|TOKEN/.test(key) && !/\$\{\w+/.test(value))
        .map(([key]) => `${name}: ${key}`),
    );
    expect(literal).toEqual([]);
  });

  it('gives no container more rights than it needs', () => {
    for (const [name, service] of services) {
      expect([name, service.cap_drop, service.security_opt, service.privileged]).toEqual([
        name,
        ['ALL'],
        ['no-new-privileges:true'],
        undefined,
      ]);
    }
    expect(
      services.flatMap(([name, { cap_add: added }]) => (added ?? []).map((capability) => `${name} ${capability}`)),
    ).toEqual(['proxy NET_BIND_SERVICE']);
    // Kafka, KurrentDB and Keycloak write outside of their volumes, by the design of their images.
    expect(services.filter(([, service]) => !service.read_only).map(([name]) => name)).toEqual([
      'kafka',
      'kurrentdb',
      'keycloak',
    ]);
  });

  it('publishes ports of the proxy, of the hub in a box and of Keycloak only, by default on the loopback address', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy', 'hub', 'keycloak']);
    const published = ({ ports }: { ports?: readonly string[] }) => ports!.map((port) => port.split(':')[0]);
    const started = servicesWith(PRODUCTION);
    expect(
      ['proxy', 'hub', 'keycloak']
        .flatMap((name) => published(started[name]!))
        .filter((address) => address !== '127.0.0.1'),
    ).toEqual([]);
  });

  it('starts the hub in a box by its profile only, with the demonstration of .env.example and never in production', () => {
    expect(compose.services['hub']).toMatchObject({
      profiles: ['hub-in-a-box'],
      command: ['dist/apps/hub/src/main.js'],
    });
    const settings = settingsOf(servicesWith(example)['hub']!.environment);
    expect(settings).toMatchObject({ environment: 'development', host: '0.0.0.0', demonstration: 'yes' });
    expect(demonstrationProblem(settings, CITY)).toBeUndefined();
    const trusting = { ...example, REGIE_DEMONSTRATION_ON_NETWORK: '' };
    expect(demonstrationProblem(settingsOf(servicesWith(trusting)['hub']!.environment), CITY)).toContain('REGIE_HOST');
    expect(() => settingsOf(servicesWith(PRODUCTION)['hub']!.environment)).toThrow(
      'REGIE_ISSUER is needed in production',
    );
  });

  it('keeps the databases and the broker on a network without access to the outside', () => {
    expect(compose.networks['back']).toEqual({ internal: true });
    for (const name of ['postgres', 'kafka', 'kurrentdb']) expect(compose.services[name]!.networks).toEqual(['back']);
  });

  it('starts a service after its dependencies are healthy, and checks the health of every lasting service', () => {
    const jobs = [...MIGRATIONS, 'topics'];
    expect(
      services
        .filter(([, { healthcheck }]) => !healthcheck)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(jobs.toSorted());
    for (const [name, { depends_on: needs = {} }] of services) {
      for (const [needed, { condition, required }] of Object.entries(needs)) {
        expect([name, needed, condition]).toEqual([
          name,
          needed,
          jobs.includes(needed) ? 'service_completed_successfully' : 'service_healthy',
        ]);
        // A dependency on a service with a profile must be optional, because the profile may be inactive.
        expect([needed, required ?? true]).toEqual([needed, !compose.services[needed]!.profiles]);
      }
    }
    expect(Object.keys(compose.services['proxy']!.depends_on!)).toEqual(CONTEXTS);
  });

  it('mounts only files and volumes that exist', () => {
    const mounts = services.flatMap(([, { volumes }]) => volumes ?? []);
    const named = mounts.filter((mount) => !mount.startsWith('.')).map((mount) => mount.split(':')[0]!);
    expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
    const bound = mounts.filter((mount) => mount.startsWith('.'));
    expect(bound.filter((mount) => !mount.endsWith(':ro') || !existsSync(join(ROOT, mount.split(':')[0]!)))).toEqual(
      [],
    );
  });
});

describe('.env.example', () => {
  it('sets every required variable, and none that is unused', () => {
    const used = new Set(variables.map(({ name }) => name));
    expect(Object.keys(example).filter((name) => !used.has(name) && name !== 'COMPOSE_PROFILES')).toEqual([]);
    expect(variables.filter(({ name, required }) => required && !example[name])).toEqual([]);
  });

  it('configures development, and its copy stays out of git', () => {
    expect(example).toMatchObject({ COMPOSE_PROFILES: 'development', REGIE_ENVIRONMENT: 'development' });
    expect(services.filter(([, { profiles }]) => profiles?.includes('development')).map(([name]) => name)).toEqual([
      'keycloak',
    ]);
    expect(textOf('.gitignore').split('\n')).toContain('.env');
  });
});

describe('the realm of Keycloak', () => {
  type Mapper = Readonly<{ name: string; protocolMapper: string; config: Readonly<Record<string, string>> }>;
  type User = Readonly<{
    username: string;
    attributes: Readonly<Record<string, readonly string[]>>;
    credentials?: readonly { value: string }[];
    serviceAccountClientId?: string;
  }>;
  const realm = JSON.parse(textOf('deploy/keycloak/regie-realm.json')) as {
    realm: string;
    defaultDefaultClientScopes: string[];
    clientScopes: { name: string; protocolMappers: Mapper[] }[];
    clients: {
      clientId: string;
      secret?: string;
      defaultClientScopes: string[];
      serviceAccountsEnabled?: boolean;
      directAccessGrantsEnabled: boolean;
    }[];
    users: User[];
    components: Record<string, [{ config: Record<string, [string]> }]>;
  };
  const claims = (agency: string, role: string) => ({ city: [CITY], agency: [agency], role: [role] });

  const profile = JSON.parse(
    realm.components['org.keycloak.userprofile.UserProfileProvider']![0].config['kc.user.profile.config']![0],
  ) as {
    unmanagedAttributePolicy?: string;
    attributes: {
      name: string;
      permissions: { edit: string[] };
      validations?: { options?: { options: string[] } };
    }[];
  };

  it('is the issuer of .env.example', () => {
    expect(example['REGIE_ISSUER']).toBe(
      `${servicesWith(example)['keycloak']!.environment!['KC_HOSTNAME']}/realms/${realm.realm}`,
    );
    expect(example['REGIE_JWKS_URI']).toBe(`http://keycloak:8080/realms/${realm.realm}/protocol/openid-connect/certs`);
  });

  it('has the people of the demonstration', () => {
    const people = realm.users.filter(({ serviceAccountClientId }) => !serviceAccountClientId);
    expect(
      people.map(({ username, attributes, credentials }) => ({
        username,
        attributes,
        password: credentials?.[0]?.value,
      })),
    ).toEqual(
      PEOPLE.map(({ username, agency, role }) => ({ username, attributes: claims(agency, role), password: PASSWORD })),
    );
  });

  it('has the systems of the partner agencies', () => {
    const systems = realm.clients.filter(({ serviceAccountsEnabled }) => serviceAccountsEnabled);
    expect(systems.map(({ clientId, secret }) => ({ clientId, secret }))).toEqual(
      SYSTEMS.map(({ clientId }) => ({ clientId, secret: PASSWORD })),
    );
    expect(
      realm.users
        .filter(({ serviceAccountClientId }) => serviceAccountClientId)
        .map(({ serviceAccountClientId, attributes }) => ({ serviceAccountClientId, attributes })),
    ).toEqual(
      SYSTEMS.map(({ clientId, agency, role }) => ({
        serviceAccountClientId: clientId,
        attributes: claims(agency, role),
      })),
    );
  });

  it('has the two applications of the hub, of which only the command line accepts passwords', () => {
    const applications = realm.clients.filter(({ serviceAccountsEnabled }) => !serviceAccountsEnabled);
    expect(applications.map(({ clientId }) => clientId)).toEqual(['regie-cli', 'regie-console']);
    expect(
      realm.clients
        .filter(({ directAccessGrantsEnabled }) => directAccessGrantsEnabled)
        .map(({ clientId }) => clientId),
    ).toEqual(['regie-cli']);
  });

  it('puts the claims that the hub reads into every access token, for its audience', () => {
    for (const { defaultClientScopes } of realm.clients) expect(defaultClientScopes).toEqual(['basic', 'regie']);
    const mappers = realm.clientScopes
      .flatMap(({ protocolMappers }) => protocolMappers)
      .filter(({ config }) => config['access.token.claim'] === 'true');
    expect(
      mappers.find(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper')?.config[
        'included.custom.audience'
      ],
    ).toBe('urn:regie:api');
    expect(
      mappers
        .filter(({ protocolMapper }) => protocolMapper === 'oidc-usermodel-attribute-mapper')
        .map(({ config }) => config['claim.name']),
    ).toEqual(['city', 'agency', 'role']);
    expect(mappers.map(({ protocolMapper }) => protocolMapper)).toContain('oidc-sub-mapper');
  });

  it('accepts the roles of the hub', () => {
    const role = profile.attributes.find(({ name }) => name === 'role');
    expect(role?.validations?.options?.options).toEqual(ROLES);
  });

  it('lets nobody change their own city, agency or role', () => {
    expect(profile.unmanagedAttributePolicy).toBeUndefined();
    const authority = profile.attributes.filter(({ name }) => ['city', 'agency', 'role'].includes(name));
    expect(authority.map(({ permissions }) => permissions.edit)).toEqual([['admin'], ['admin'], ['admin']]);
  });
});

describe('the Dockerfile', () => {
  const text = textOf('Dockerfile');
  const stages = text.split(/^FROM /m).slice(1);

  it('runs on the Node that package-lock.json pins', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, { version: string }> };
    expect(stages.map((stage) => stage.split(/[\s@]/)[0])).toEqual(
      stages.map(() => `node:${packages['node_modules/node']!.version}-bookworm-slim`),
    );
  });

  it('starts processes with the options of Node that `npm start` and the manual have', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<'start', string>> };
    const [, options] = /^exec node (.+) dist/.exec(scripts.start)!;
    const [, entry] = /^ENTRYPOINT (.+)$/m.exec(text)!;
    expect(JSON.parse(entry!)).toEqual(['node', ...options!.split(' ')]);
    expect(textOf('docs/deployment.md')).toContain(`node ${options} dist/apps/mandates/src/main.js`);
  });

  it('runs as an unprivileged user, without the packages that only a build needs', () => {
    const last = stages.at(-1)!;
    expect(last).toMatch(/^USER node$/m);
    expect(last).not.toMatch(/^RUN /m);
    expect(text).toMatch(/^RUN npm ci --omit=dev --omit=optional --ignore-scripts$/m);
  });

  it('copies only paths that exist and that .dockerignore lets through', () => {
    const letIn = textOf('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const sources = [...text.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, paths]) =>
      paths!.split(' ').slice(0, -1),
    );
    expect(
      sources.filter(
        (path) => !existsSync(join(ROOT, path)) || !letIn.some((open) => path === open || path.startsWith(`${open}/`)),
      ),
    ).toEqual([]);
  });
});
