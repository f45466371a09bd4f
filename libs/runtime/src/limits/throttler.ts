/**
 * The parts of @nestjs/throttler in use. The package is CommonJS and requires Nest, which is made of ES modules: Jest
 * can only load it once Nest is evaluated.
 */
export const { InjectThrottlerOptions, InjectThrottlerStorage, ThrottlerGuard, ThrottlerModule } =
  await import('@nestjs/throttler');
