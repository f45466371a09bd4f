export { type KafkaClient, kafkaClient, type KafkaSettings } from './client.js';
export { parseAgain } from './cloud-event.js';
export { type ConsumerTimes, KafkaConsumer } from './consumer.js';
export { AcknowledgementWrong, KafkaProducer } from './producer.js';
export { kafkaPublisher, publishAgain } from './publisher.js';
export { reconcile, type Reconciled, type Reconciliation, type TopicPosition } from './reconcile.js';
export {
  type Applied,
  applyTopics,
  contextOf,
  deadLetterTopic,
  topicExtents,
  TOPIC_SETTINGS,
  type TopicSettings,
} from './topics.js';
