export { type KafkaClient, kafkaClient, type KafkaSettings } from './client.js';
export { examineTopics, TopicExaminer } from './examine-topics.js';
export { parseAgain } from './cloud-event.js';
export { KafkaConsumer } from './consumer.js';
export type { ConsumerTimes } from './group-member.js';
export {
  KAFKA_CLIENTS,
  type KafkaClientName,
  type KafkaLibrary,
  type LibraryAdmin,
  type LibraryMember,
} from './library.js';
export { AcknowledgementWrong, KafkaProducer } from './producer.js';
export { kafkaPublisher, publishAgain } from './publisher.js';
export {
  type ProcessorProgress,
  progressOnBus,
  reconcile,
  type Reconciled,
  type Reconciliation,
  type TopicPosition,
} from './reconcile.js';
export {
  type Applied,
  applyTopics,
  contextOf,
  deadLetterTopic,
  topicExtents,
  withAdmin,
  TOPIC_SETTINGS,
  type TopicSettings,
} from './topics.js';
