import 'reflect-metadata';
import { hash } from 'node:crypto';
import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  Module,
  NotFoundException,
  Param,
  Post,
  Query,
  Req,
  Res,
  UnauthorizedException,
  UseGuards,
  ValidationPipe,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import type { Request, Response } from 'express';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type pg from 'pg';
import { v7 as timeBased } from 'uuid';
import { THEMES } from '#contracts';
import { poolOn } from './stores.js';

/**
 * The peer of the contests `http-*`: a NestJS service with express, validated bodies and a token check, and one
 * prepared statement for each request. bare-service.ts starts it, and makes its tables.
 */
const settings = JSON.parse(process.env.BARE_SERVER!) as BareSettings;

export type BareSettings = Readonly<{
  postgresUrl: string;
  issuer: string;
  audience: string;
  jwks: JSONWebKeySet;
  /** true: a verified token is remembered until it expires */
  remembersTokens: boolean;
}>;

const POOL = Symbol('POOL');

class OpeningDto {
  @IsString() @Length(1, 200) readonly title: string;
  @Matches(/^[0-9A-Za-z][0-9A-Za-z-]{0,19}$/) readonly neighbourhood: string;
  @IsIn(THEMES) readonly theme: string;
  @IsString() @Length(1, 1000) readonly why: string;
  @IsString() @Length(1, 1000) readonly scope: string;
  @IsArray() @ArrayMaxSize(30) @IsString({ each: true }) readonly invite: string[] = [];
}

class CommitmentDto {
  @IsString() @Length(1, 1000) readonly what: string;
  @Matches(/^[a-z0-9][a-z0-9-]{1,62}$/) readonly owner: string;
  @Matches(/^\d{4}-\d\d-\d\d$/) readonly dueOn: string;
}

class HolderQuery {
  @Matches(/^[0-9A-Za-z][0-9A-Za-z-]{0,19}$/) readonly neighbourhood: string;
  @IsIn(THEMES) readonly theme: string;
  @IsOptional() @Matches(/^\d{4}-\d\d-\d\d$/) readonly on?: string;
}

class FeedQuery {
  @Type(() => Number) @IsInt() @Min(0) readonly after: number = 0;
  @Type(() => Number) @IsInt() @Min(1) @Max(500) readonly limit: number = 100;
}

class IdParam {
  @IsUUID() readonly id: string;
}

type Authenticated = Request & { claims: JWTPayload & { city: string; agency: string } };

@Injectable()
class TokenGuard implements CanActivate {
  private readonly keys = createLocalJWKSet(settings.jwks);
  private readonly remembered = new Map<string, JWTPayload>();

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Authenticated>();
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || !token) throw new UnauthorizedException();
    request.claims = (
      settings.remembersTokens ? await this.recall(token) : await this.verify(token)
    ) as Authenticated['claims'];
    return true;
  }

  private async recall(token: string): Promise<JWTPayload> {
    const digest = hash('sha256', token, 'base64');
    const known = this.remembered.get(digest);
    if (known && Date.now() < known.exp! * 1_000) return known;
    const claims = await this.verify(token);
    this.remembered.set(digest, claims);
    return claims;
  }

  private async verify(token: string): Promise<JWTPayload> {
    const { issuer, audience } = settings;
    const { payload } = await jwtVerify(token, this.keys, { issuer, audience }).catch(() => {
      throw new UnauthorizedException();
    });
    return payload;
  }
}

@Controller('v1')
@UseGuards(TokenGuard)
class BareController {
  constructor(@Inject(POOL) private readonly pool: pg.Pool) {}

  @Post('cases')
  async open(@Req() { claims }: Authenticated, @Body() opening: OpeningDto) {
    const { title, neighbourhood, theme, why, scope, invite } = opening;
    const caseId = timeBased();
    await this.query(
      'open',
      'insert into opened (id, city, agency, title, neighbourhood, theme, why, scope, invite) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [caseId, claims.city, claims.agency, title, neighbourhood, theme, why, scope, JSON.stringify(invite)],
    );
    return { caseId, outcome: 'opened' };
  }

  @Post('cases/:id/commitments')
  async commit(
    @Req() { claims }: Authenticated,
    @Param() { id }: IdParam,
    @Body() { what, owner, dueOn }: CommitmentDto,
  ) {
    const commitmentId = timeBased();
    await this.query(
      'commit',
      'insert into committed (id, case_id, city, agency, what, owner, due_on) values ($1, $2, $3, $4, $5, $6, $7)',
      [commitmentId, id, claims.city, claims.agency, what, owner, dueOn],
    );
    return { caseId: id, commitmentId, outcome: 'proposed' };
  }

  @Get('cases/:id')
  async case(@Req() { claims }: Authenticated, @Param() { id }: IdParam) {
    const [found] = await this.query<{ body: object }>('case', 'select body from kept where city = $1 and id = $2', [
      claims.city,
      id,
    ]);
    if (!found) throw new NotFoundException();
    return found.body;
  }

  @Get('mandates/holder')
  async holder(@Req() { claims }: Authenticated, @Query() { neighbourhood, theme, on }: HolderQuery) {
    const [found] = await this.query<object>(
      'holder',
      `select holder, mandate_id as "mandateId", decision, held_from as since, held_until as until from held
        where city = $1 and neighbourhood = $2 and theme = $3 and held_from <= $4 and held_until > $4`,
      [claims.city, neighbourhood, theme, on ?? new Date().toISOString().slice(0, 10)],
    );
    return { neighbourhood, theme, on, ...found };
  }

  @Get('feed')
  async feed(@Req() { claims }: Authenticated, @Query() { after, limit }: FeedQuery, @Res() response: Response) {
    const rows = await this.query<{ sequence: string; event: string }>(
      'feed',
      'select sequence, event::text from entry where city = $1 and agency = $2 and sequence > $3 order by sequence limit $4',
      [claims.city, claims.agency, after, limit],
    );
    const next = rows.at(-1)?.sequence ?? after;
    response.type('application/json').send(`{"events":[${rows.map(({ event }) => event).join(',')}],"next":"${next}"}`);
  }

  private async query<Row extends object>(name: string, text: string, values: unknown[]): Promise<readonly Row[]> {
    return (await this.pool.query<Row>({ name, text, values })).rows;
  }
}

@Module({
  controllers: [BareController],
  providers: [TokenGuard, { provide: POOL, useFactory: () => poolOn(settings.postgresUrl) }],
})
class BareModule {}

const app = await NestFactory.create(BareModule, { logger: false });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
await app.listen(0, '127.0.0.1');
process.send!(await app.getUrl());
process.on('disconnect', () => process.exit());
