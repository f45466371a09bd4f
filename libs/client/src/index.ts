/** What a partner agency needs to work with a regie hub; the types of every operation are made from the description that the hub gives of itself. */
export type { components, operations, paths } from './api.js';
export { type Access, regieClient, type RegieClient } from './client.js';
export { type FeedEvent, type FeedStep, type FeedWish, followFeed, type Following } from './feed.js';
export { type Problem, RegieProblem } from './problem.js';
export { type Delivery, type RejectionReason, verifyWebhook, type WebhookHeaders, WebhookRejected } from './webhook.js';
