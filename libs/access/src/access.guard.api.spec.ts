import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, type INestApplication, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Actor, DomainError } from '#kernel';
import { AccessModule, CurrentActor, Public, Requires, TokenVerifier } from './index.js';

@Controller('routes')
class Routes {
  @Public()
  @Get('open')
  open() {
    return { open: true };
  }

  @Requires('case:open')
  @Get('ours')
  ours(@CurrentActor() actor: Actor) {
    return actor;
  }

  @Requires('mandate:grant')
  @Post('decisions')
  decide(@CurrentActor() { role }: Actor) {
    return { role };
  }
}

@Public()
@Controller('square')
class Square {
  @Get()
  look() {
    return { open: true };
  }

  @Requires('mandate:grant')
  @Get('office')
  enter() {
    return { open: true };
  }
}

@Controller('forgotten')
class Forgotten {
  @Requires('case:open')
  @Get()
  declared() {
    return {};
  }

  @Get('undeclared')
  undeclared() {
    return { open: true };
  }
}

const ISSUER = 'https://issuer.test';
const AUDIENCE = 'urn:regie:test';
const { publicKey, privateKey } = await generateKeyPair('ES256');
const verifier = new TokenVerifier({
  issuer: ISSUER,
  audience: AUDIENCE,
  jwks: { keys: [await exportJWK(publicKey)] },
});

const token = (role = 'worker'): Promise<string> =>
  new SignJWT({ city: '44021', agency: 'ocmw-gent', role })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject('7b1f')
    .setExpirationTime('1h')
    .sign(privateKey);

/** Starts an application that answers a refusal with its code and details, without the filter of libs/http. */
const start = async (...controllers: Type[]): Promise<INestApplication> => {
  @Module({ imports: [AccessModule.forRoot({ verifier })], controllers })
  class Rooms {}
  const app = await NestFactory.create(Rooms, { logger: false });
  app.useGlobalFilters({
    catch: (error: unknown, host: { switchToHttp(): { getResponse<R>(): R } }) => {
      const response = host.switchToHttp().getResponse<{ status(code: number): { json(body: unknown): void } }>();
      if (error instanceof DomainError) response.status(401).json({ code: error.code, ...error.details });
      else response.status(500).json({ message: (error as Error).message });
    },
  });
  return app;
};

describe('a route', () => {
  let app: INestApplication;
  let port: number;

  beforeAll(async () => {
    app = await start(Routes, Square);
    await app.listen(0, '127.0.0.1');
    ({ port } = app.getHttpServer().address() as AddressInfo);
  });
  afterAll(() => app.close());

  /** Sends the headers exactly as given, also the same one twice. */
  const ask = (path: string, headers: readonly string[] = [], method = 'GET'): Promise<unknown> =>
    new Promise((done, fail) => {
      httpRequest({ port, host: '127.0.0.1', path, method, headers: ['Host', 'hub.test', ...headers] }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => done(JSON.parse(text)));
      })
        .on('error', fail)
        .end();
    });
  const bearing = async (role?: string): Promise<string[]> => ['Authorization', `Bearer ${await token(role)}`];

  it('needs no token when it is public', async () => {
    expect(await ask('/routes/open')).toEqual({ open: true });
  });

  it('ignores a token when it is public', async () => {
    expect(await ask('/routes/open', ['Authorization', 'Bearer nonsense'])).toEqual({ open: true });
  });

  it('for a role passes the actor to its handler', async () => {
    expect(await ask('/routes/ours', await bearing())).toEqual({
      city: '44021',
      agency: 'ocmw-gent',
      role: 'worker',
      subject: '7b1f',
    });
  });

  it('for a role refuses a request without a token', async () => {
    expect(await ask('/routes/ours')).toEqual({ code: 'access.token-missing' });
  });

  it('for a role refuses another role, and names the role that it requires', async () => {
    expect(await ask('/routes/decisions', await bearing(), 'POST')).toEqual({
      code: 'access.role',
      role: 'worker',
      needed: ['manager'],
    });
    expect(await ask('/routes/decisions', await bearing('manager'), 'POST')).toEqual({ role: 'manager' });
  });

  it('for a role requires it also in a public controller', async () => {
    expect(await ask('/square')).toEqual({ open: true });
    expect(await ask('/square/office')).toEqual({ code: 'access.token-missing' });
    expect(await ask('/square/office', await bearing())).toMatchObject({ code: 'access.role' });
  });

  it.each(['bearer', 'BEARER', 'Bearer  '])('accepts the scheme written as "%s"', async (scheme) => {
    expect(await ask('/routes/ours', ['authorization', `${scheme} ${await token()}`])).toMatchObject({
      subject: '7b1f',
    });
  });

  it('refuses two Authorization headers, whichever of them is valid', async () => {
    const [name, good] = (await bearing()) as [string, string];
    for (const values of [
      [good, good],
      [good, 'Bearer nonsense'],
      ['Bearer nonsense', good],
    ]) {
      const answer = await ask(
        '/routes/ours',
        values.flatMap((value) => [name, value]),
      );
      expect(answer).toEqual({ code: 'access.token-invalid', reason: 'there is more than one Authorization header' });
    }
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'Bearer a b',
    'Bearer a,b',
    'Bearer a, Bearer b',
    'Bearer é',
    'token',
    'Bearera.b.c',
  ])('refuses the Authorization header "%s"', async (value) => {
    const answer = await ask('/routes/ours', ['Authorization', value]);
    expect(answer).toEqual({
      code: 'access.token-invalid',
      reason: 'the Authorization header is not "Bearer", a space and a token',
    });
  });

  it('ignores a token in the address or the body', async () => {
    expect(await ask(`/routes/ours?access_token=${await token()}`)).toEqual({ code: 'access.token-missing' });
  });
});

it('a process with a route without a declared permission does not start, and names the route', async () => {
  const app = await start(Routes, Forgotten);
  await expect(app.init()).rejects.toThrow(
    'say which permission Forgotten.undeclared requires: @Requires(...) or @Public()',
  );
});
