/** The client library of a partner agency. The types of every operation are generated from the OpenAPI description of the hub. */
export type { components, operations, paths } from './api.js';
export { type Access, regieClient, type RegieClient } from './client.js';
export { type FeedEvent, type FeedStep, type FeedWish, followFeed, type Following } from './feed.js';
export { type Problem, RegieProblem } from './problem.js';
export { type Delivery, type RejectionReason, verifyWebhook, type WebhookHeaders, WebhookRejected } from './webhook.js';
