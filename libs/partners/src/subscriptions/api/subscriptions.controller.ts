import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExtraModels, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentActor, Requires } from '#access';
import { CurrentWrite, NeverHeldBack, Responds, Write, WriteHeaders, WriteResult } from '#http';
import { type Actor, DomainError, startOfDay } from '#kernel';
import { SETTINGS, Settings } from '#runtime';
import { DeliveryClock } from '../../delivery/delivery-clock.js';
import { ListDeliveries } from '../../delivery/delivery-log.js';
import { type DeliveryStatus, DeliveryStatusOf } from '../../delivery/delivery-status.js';
import { howToConfirm, originOf } from '../../delivery/request-consent.js';
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
  KEYS_SHOWN,
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
  @ApiOperation({ summary: 'List the subscriptions of your agency, a page at a time.' })
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
    summary: 'Get a subscription, with its status and its delivery counts.',
    description:
      '`deliveries.sent` always equals the sum of `delivered`, `dead` and `pending`; `behind` counts the entries of the feed that are not processed yet. `publicKeys` verify the signatures `v1a`, the newest first. The secret is shown when it is made, and never again.',
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
    return {
      ...listedSubscription(subscription, deliveryStatuses.get(id), this.origin),
      contact,
      publicKeys: publicKeys.slice(0, KEYS_SHOWN),
    };
  }

  @Requires('subscription:manage')
  @Post()
  @WriteHeaders()
  @ApiOperation({
    summary: 'Subscribe: deliver the events of your feed to an address of yours.',
    description:
      'The address is asked for its consent first (CloudEvents HTTP 1.1 Web Hooks: OPTIONS with WebHook-Request-Origin, answered with WebHook-Allowed-Origin). Until then the subscription is `unconfirmed`. `secret` is shown only in this response: a repeat of the request does not have it, and `rotate-secret` makes a new one.',
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
    summary: 'Change the settings of a subscription. A new address is asked for its consent first.',
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
  @NeverHeldBack()
  @ApiOperation({ summary: 'End a subscription, for good.' })
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
  @NeverHeldBack()
  @ApiOperation({ summary: 'Pause a subscription. Its position in the feed is kept.' })
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
    summary: 'Resume a subscription at its position. Pending deliveries and requests for consent are tried at once.',
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
  @NeverHeldBack()
  @ApiOperation({
    summary:
      'Replay the feed to a subscription, after a cursor or since a day; from the beginning when neither is given.',
    description: 'Replays only events that your agency may see today. A replayed event keeps its webhook-id.',
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
  @NeverHeldBack()
  @ApiOperation({ summary: 'Skip an event that does not arrive, so that later events follow.' })
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
  @NeverHeldBack()
  @ApiOperation({
    summary: 'Rotate the keys of a subscription. For 24 hours deliveries are signed with the former keys as well.',
    description: '`secret` is shown only in this response: a repeat of the request does not have it.',
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
    summary: 'List the deliveries of a subscription, newest first, with the time, duration and answer of the last try.',
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

/**
 * Returns the keys for a response. Only the first response has the secret. A duplicate after the end of the
 * subscription has no keys.
 */
const keysShown = (keys: IssuedKeys | undefined, { duplicate }: SubscriptionResult) => ({
  secret: duplicate ? null : (keys?.secret ?? null),
  publicKey: keys?.publicKey ?? null,
});
