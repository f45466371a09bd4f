export { type KafkaClient, kafkaClient, type KafkaSettings } from './client.js';
export { MAX_MESSAGE_BYTES, readAgain } from './cloud-event.js';
export { CONSUMER_TIMES, ConsumerStalled, type ConsumerTimes, KafkaConsumer } from './consumer.js';
export { leased, LeaseLost } from './lease.js';
export { AcknowledgementWrong, KafkaProducer, NotAcknowledged } from './producer.js';
export { kafkaPublisher, publishAgain } from './publisher.js';
export { reconcile, type Reconciled, type Reconciliation, type Standing } from './reconcile.js';
export { type Applied, applyTopics, contextOf, deadLetterTopic, topicHeads, TopicMissing, TOPIC_SETTINGS, type TopicSettings } from './topics.js';
