import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { TokenVerifier } from './authentication/token-verifier.js';
import { DeclaredPermissions } from './authorization/declared-permissions.js';

/** Authenticates and authorizes every request of the process. A route is closed unless `@Requires(...)` or `@Public()` opens it. */
@Module({})
export class AccessModule {
  static forRoot({ verifier }: { verifier: TokenVerifier }): DynamicModule {
    return {
      module: AccessModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: TokenVerifier, useValue: verifier },
        { provide: APP_GUARD, useClass: AccessGuard },
        DeclaredPermissions,
      ],
      exports: [TokenVerifier],
    };
  }
}
