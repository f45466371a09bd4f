import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, Responds, Write, WriteHeaders, WriteResult } from '#http';
import { type Actor, DomainError, startOfDay } from '#kernel';
import { SETTINGS, Settings } from '#runtime';
import { DeliveryClock } from '../../delivery/delivery-clock.js';
import { ListDeliveries } from '../../delivery/delivery-log.js';
import { type DeliveryStatus, DeliveryStatusOf } from '../../delivery/delivery-status.js';
import { howToConfirm, originOf } from '../../delivery/handshake.js';
import { SubscriptionContacts } from '../../delivery/subscription-contacts.js';
import { type IssuedKeys, WebhookKeys } from '../../delivery/webhook-keys.js';
import { HandleSubscription, type SubscriptionResult } from '../commands/subscription.handler.js';
import type { SubscriptionCommand } from '../domain/subscription.js';
import { ListSubscriptions, SubscriptionById } from '../queries/subscriptions.js';
import { listedSubscription } from './listed-subscription.js';
import { CALLBACKS, WebhookMessage } from './subscriptions.callbacks.js';
import {
  ChangeSubscriptionDto,
  DeliveriesQuery,
  ReplayDto,
  SkipDto,
  SubscribeDto,
  SubscriptionPath,
  SubscriptionsQuery,
} from './subscriptions.dto.js';
import {
  DeliveriesPageResponse,
  RotateOutcome,
  SubscribeOutcome,
  SubscriptionOutcome,
  SubscriptionResponse,
  SubscriptionsPageResponse,
} from './subscriptions.responses.js';

@ApiTags('subscriptions')
@ApiExtraModels(WebhookMessage)
@Controller('v1/subscriptions')
export class SubscriptionsController {
  private readonly origin: string;

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly keys: WebhookKeys,
    private readonly contacts: SubscriptionContacts,
    private readonly clock: DeliveryClock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.origin = originOf(settings);
  }

  @Requires('subscription:read')
  @Get()
  @ApiOperation({ summary: 'The subscriptions of your agency, a page at a time.' })
  @Responds(SubscriptionsPageResponse)
  async list(@CurrentActor() { city, agency }: Actor, @Query() query: SubscriptionsQuery) {
    const { items, next } = await this.queries.execute(new ListSubscriptions(city, agency, query));
    const deliveryStatuses = await this.deliveryStatuses(
      city,
      items.map(({ id }) => id),
    );
    return {
      subscriptions: items.map((row) => listedSubscription(row, deliveryStatuses.get(row.id), this.origin)),
      next,
    };
  }

  @Requires('subscription:read')
  @Get(':id')
  @ApiOperation({
    summary: 'One subscription: how it stands, and what became of its deliveries.',
    description:
      '`deliveries.sent` is at every moment the sum of `delivered`, `dead` and `pending`; `behind` says how much of the feed has not been looked at yet. `publicKeys`: what the ' +
      'signatures `v1a` are checked with, the newest first. The secret is shown when it is made, and never again.',
  })
  @Responds(SubscriptionResponse, 'ETag')
  async show(
    @CurrentActor() { city, agency }: Actor,
    @Param() { id }: SubscriptionPath,
    @Res({ passthrough: true }) response: Response,
  ) {
    const subscription = await this.queries.execute(new SubscriptionById(city, agency, id));
    const [deliveryStatuses, publicKeys, contact] = await Promise.all([
      this.deliveryStatuses(city, [id]),
      this.keys.publicKeys({ city, subscriptionId: id }, this.clock.now()),
      this.contacts.find(city, id),
    ]);
    response.setHeader('ETag', `"${subscription.version}"`);
    return { ...listedSubscription(subscription, deliveryStatuses.get(id), this.origin), contact, publicKeys };
  }

  @Requires('subscription:manage')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    summary: 'Subscribe: have the events of your feed posted to an address of yours.',
    description:
      'The address is asked for its consent first (CloudEvents HTTP 1.1 Web Hooks: OPTIONS with WebHook-Request-Origin, answered with WebHook-Allowed-Origin); until then the subscription ' +
      'is `unconfirmed`. `secret` is shown in this answer and never again: a repeat of the request does not have it, and `rotate-secret` gives a new one.',
    callbacks: CALLBACKS,
  })
  @Responds(SubscribeOutcome)
  async subscribe(@CurrentWrite() write: Write, @Body() { contact, ...terms }: SubscribeDto) {
    const { city } = write.by;
    const subscriptionId = write.newId();
    const result = await this.dispatch(write, 'CreateSubscription', { ...terms, subscriptionId });
    // A duplicate may arrive long afterwards: it must not overwrite a newer contact.
    if (contact !== undefined && !result.duplicate) await this.contacts.set(city, subscriptionId, contact);
    const keys = await this.keys.ensure({ city, subscriptionId }, 0);
    return this.written(
      {
        subscriptionId,
        outcome: 'unconfirmed',
        ...keysShown(keys, result),
        howToConfirm: howToConfirm(this.origin),
      },
      result,
    );
  }

  @Requires('subscription:manage')
  @Patch(':id')
  @WriteHeaders()
  @ApiOperation({
    summary: 'Change what is asked for, or where it is posted to; another address is asked for its consent first.',
  })
  @Responds(SubscriptionOutcome)
  async change(
    @CurrentWrite() write: Write,
    @Param() { id: subscriptionId }: SubscriptionPath,
    @Body() { contact, ...changes }: ChangeSubscriptionDto,
  ) {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const result = await this.dispatch(write, 'ChangeSubscription', { ...given, subscriptionId });
    if (contact !== undefined && !result.duplicate) await this.contacts.set(write.by.city, subscriptionId, contact);
    return this.written({ subscriptionId, outcome: 'changed' }, result);
  }

  @Requires('subscription:manage')
  @Delete(':id')
  @WriteHeaders()
  @ApiOperation({ summary: 'End the subscription, for good.' })
  @Responds(SubscriptionOutcome)
  async end(@CurrentWrite() write: Write, @Param() { id: subscriptionId }: SubscriptionPath) {
    return this.written(
      { subscriptionId, outcome: 'ended' },
      await this.dispatch(write, 'EndSubscription', { subscriptionId }),
    );
  }

  @Requires('subscription:manage')
  @Post(':id/pause')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Deliver nothing for now; the place in the feed is kept.' })
  @Responds(SubscriptionOutcome)
  async pause(@CurrentWrite() write: Write, @Param() { id: subscriptionId }: SubscriptionPath) {
    return this.written(
      { subscriptionId, outcome: 'paused' },
      await this.dispatch(write, 'PauseSubscription', { subscriptionId }),
    );
  }

  @Requires('subscription:manage')
  @Post(':id/resume')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary: 'Go on from the place that was kept. What waits for its next try, or for consent, is tried at once.',
  })
  @Responds(SubscriptionOutcome)
  async resume(@CurrentWrite() write: Write, @Param() { id: subscriptionId }: SubscriptionPath) {
    return this.written(
      { subscriptionId, outcome: 'resumed' },
      await this.dispatch(write, 'ResumeSubscription', { subscriptionId }),
    );
  }

  @Requires('subscription:manage')
  @Post(':id/replay')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary:
      'Have everything delivered again that comes after a cursor of your feed, or since a day; from the beginning when neither is given.',
    description: 'Only what your agency may see today. An event has the same webhook-id as when it came first.',
  })
  @Responds(SubscriptionOutcome)
  async replay(
    @CurrentWrite() write: Write,
    @Param() { id: subscriptionId }: SubscriptionPath,
    @Body() { after, since }: ReplayDto,
  ) {
    if (after !== undefined && since !== undefined) throw new DomainError('subscription.replay-from-where');
    const from = since === undefined ? { after } : { since: startOfDay(since) };
    return this.written(
      { subscriptionId, outcome: 'replayed' },
      await this.dispatch(write, 'ReplaySubscription', { subscriptionId, ...from }),
    );
  }

  @Requires('subscription:manage')
  @Post(':id/skip')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({ summary: 'Give one event up that does not arrive, so that those after it do.' })
  @Responds(SubscriptionOutcome)
  async skip(
    @CurrentWrite() write: Write,
    @Param() { id: subscriptionId }: SubscriptionPath,
    @Body() { eventId, reason }: SkipDto,
  ) {
    return this.written(
      { subscriptionId, outcome: 'skipped' },
      await this.dispatch(write, 'SkipEvent', { subscriptionId, eventId, reason }),
    );
  }

  @Requires('subscription:manage')
  @Post(':id/rotate-secret')
  @HttpCode(200)
  @WriteHeaders()
  @ApiOperation({
    summary: 'New keys. For 24 hours deliveries are signed with the ones before as well.',
    description: '`secret` is shown in this answer and never again: a repeat of the request does not have it.',
  })
  @Responds(RotateOutcome)
  async rotate(@CurrentWrite() write: Write, @Param() { id: subscriptionId }: SubscriptionPath) {
    const { city } = write.by;
    const result = await this.dispatch(write, 'RotateSecret', { subscriptionId });
    const [rotated] = result.events;
    if (rotated?.type !== 'SecretRotated') throw new Error('rotating did not rotate');
    const { rotation, overlapUntil } = rotated.data;
    const keys = await this.keys.ensure({ city, subscriptionId }, rotation, new Date(overlapUntil));
    return this.written({ subscriptionId, outcome: 'rotated', ...keysShown(keys, result), overlapUntil }, result);
  }

  @Requires('subscription:read')
  @Get(':id/deliveries')
  @ApiOperation({
    summary:
      'What became of each event, the newest first: when it was tried, how long that took, and the beginning of the answer.',
  })
  @Responds(DeliveriesPageResponse)
  async deliveries(
    @CurrentActor() { city, agency }: Actor,
    @Param() { id }: SubscriptionPath,
    @Query() query: DeliveriesQuery,
  ) {
    await this.queries.execute(new SubscriptionById(city, agency, id));
    const { items, next } = await this.queries.execute(new ListDeliveries(city, id, query));
    return { deliveries: items, next };
  }

  private deliveryStatuses(city: string, ids: readonly string[]): Promise<ReadonlyMap<string, DeliveryStatus>> {
    return this.queries.execute(new DeliveryStatusOf(city, ids));
  }

  private dispatch<Type extends SubscriptionCommand['type']>(
    write: Write,
    type: Type,
    data: Extract<SubscriptionCommand, { type: Type }>['data'],
  ): Promise<SubscriptionResult> {
    const command = write.command<SubscriptionCommand>(type, { ...data, version: write.expected });
    return this.commands.execute(new HandleSubscription(command, write));
  }

  private written<const Body extends { subscriptionId: string }>(
    body: Body,
    result: SubscriptionResult,
  ): WriteResult<Body> {
    return new WriteResult(body, result, `/v1/subscriptions/${body.subscriptionId}`, result.state?.version);
  }
}

/** Returns the keys of a response. The secret appears once; a duplicate after the end of the subscription has no keys. */
const keysShown = (keys: IssuedKeys | undefined, { duplicate }: SubscriptionResult) => ({
  secret: duplicate ? null : (keys?.secret ?? null),
  publicKey: keys?.publicKey ?? null,
});
