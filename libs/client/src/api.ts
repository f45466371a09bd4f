/* eslint-disable -- made by `npm run openapi` from the description that the hub gives of itself: do not edit */
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process runs. */
        get: operations["HealthController_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process can do its work: the event store and the bus answer, and every read model moves on. */
        get: operations["HealthController_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the process counts, for Prometheus. */
        get: operations["MetricsController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The agencies of the city, a page at a time. */
        get: operations["AgenciesController_list"];
        put?: never;
        /** Enrol an agency. The first one of a city is the city service of the manager who does it. */
        post: operations["AgenciesController_enrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agencies/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One agency, with its cooperation policy.
         * @description Why it was suspended or has ended is shown to itself and to the managers of a city service; to others `reason` is null.
         */
        get: operations["AgenciesController_show"];
        /** Change the facts about an agency, whole: a number that is left out is gone. */
        put: operations["AgenciesController_change"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agencies/{code}/cooperation-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say which joint work the agency lets its staff join. */
        put: operations["AgenciesController_setCooperationPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agencies/{code}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the part of an agency, for good. Its code stays, its numbers are free again. */
        post: operations["AgenciesController_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agencies/{code}/resumption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a suspended agency take part again. */
        post: operations["AgenciesController_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agencies/{code}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspend an agency: it takes no part, and does not read its feed, until it is resumed. */
        post: operations["AgenciesController_suspend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cases that you may see, a page at a time: those that nobody coordinates first. `view` says how much of each is shown. */
        get: operations["CasesController_list"];
        put?: never;
        /** Open a case under the mandate in force for its neighbourhood and theme, and invite agencies. */
        post: operations["CasesController_open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case: all of it for who takes part, what is needed to answer an invitation, or that it exists and who coordinates it. */
        get: operations["CasesController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/closure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close the case, with its outcome and the reason: for who coordinates it, or who opened it when nobody does. */
        post: operations["CasesController_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/commitments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a participant to do something by a date, or offer it. What your own agency offers, or assigns bindingly, is accepted at once. */
        post: operations["CasesController_propose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/commitments/{commitmentId}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The owner will do it. */
        post: operations["CasesController_acceptCommitment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/commitments/{commitmentId}/completion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The owner did it. */
        post: operations["CasesController_complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/commitments/{commitmentId}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The owner will not do it. */
        post: operations["CasesController_declineCommitment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask an agency to take part. It takes part when it accepts; `past` says what it then sees of the time before. */
        post: operations["CasesController_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/participants/{agency}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept the invitation, for your own agency. */
        post: operations["CasesController_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/participants/{agency}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline the invitation, for your own agency. The case is not shown to it any more. */
        post: operations["CasesController_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/participants/{agency}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave the case, which drops what your agency was going to do; or take back an invitation. */
        post: operations["CasesController_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened in a case, in order, for who takes part. */
        get: operations["CasesController_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events that concern your agency, in order: the mandate register of the city, itself, and the cases it takes part in today.
         * @description CloudEvents 1.0 as they were announced. Keep `next` and send it back as `after`: it is always there, also behind an empty page. `more` says that there is something behind it already. An event is there at least once; its `id` tells a repeat.
         */
        get: operations["FeedController_read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as Server-Sent Events: what is there behind the cursor, and then what comes, as it comes.
         * @description Each message is a CloudEvent, with the cursor behind it as its `id`; a client that reconnects sends it back as `Last-Event-ID`, as browsers do by themselves. `event: resync`: the cursor was unknown, and everything comes again from the beginning; the `id` of a CloudEvent tells what you have. `event: end`: the last one, with the `code` of a problem: the token has expired, the agency takes no part any more, or the process stops. A comment every 15 seconds says that the line is there.
         */
        get: operations["FeedController_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mandates of the city, a page at a time. */
        get: operations["MandatesController_list"];
        put?: never;
        /** Propose a mandate for slots of neighbourhood and theme. It takes effect when it is endorsed and granted. */
        post: operations["MandatesController_propose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One mandate as it stands. */
        get: operations["MandatesController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a granted mandate by decision. */
        post: operations["MandatesController_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/endorsements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record the political or administrative endorsement, by decision reference. */
        post: operations["MandatesController_endorse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/grant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Grant an endorsed mandate for a period. Refused when another mandate holds one of its slots on one of those days. */
        post: operations["MandatesController_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose to hand the mandate over. The holder stays until the receiver accepts. */
        post: operations["MandatesController_proposeTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/transfers/{transferId}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The receiver accepts: the holder changes, in one event. */
        post: operations["MandatesController_acceptTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/transfers/{transferId}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The receiver declines; the holder stays. */
        post: operations["MandatesController_declineTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/holder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who holds the mandate for a slot on a day, by which decision, since when. Nobody is an answer. */
        get: operations["MandatesController_holder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/neighbourhoods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The neighbourhoods of the city with their centres, a page at a time. */
        get: operations["NeighbourhoodsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/neighbourhoods/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One neighbourhood, with its area when it is known. */
        get: operations["NeighbourhoodsController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/neighbourhoods/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record the neighbourhoods of the city from its open data: all rows or none. What is known already stays as it is. */
        post: operations["NeighbourhoodsController_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The subscriptions of your agency, a page at a time. */
        get: operations["SubscriptionsController_list"];
        put?: never;
        /**
         * Subscribe: have the events of your feed posted to an address of yours.
         * @description The address is asked for its consent first (CloudEvents HTTP 1.1 Web Hooks: OPTIONS with WebHook-Request-Origin, answered with WebHook-Allowed-Origin); until then the subscription is `unconfirmed`. `secret` is shown in this answer and never again: a repeat of the request does not have it, and `rotate-secret` gives a new one.
         */
        post: operations["SubscriptionsController_subscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One subscription: how it stands, and what became of its deliveries.
         * @description `deliveries.sent` is at every moment the sum of `delivered`, `dead` and `pending`; `behind` says how much of the feed has not been looked at yet. `publicKeys`: what the signatures `v1a` are checked with, the newest first. The secret is shown when it is made, and never again.
         */
        get: operations["SubscriptionsController_show"];
        put?: never;
        post?: never;
        /** End the subscription, for good. */
        delete: operations["SubscriptionsController_end"];
        options?: never;
        head?: never;
        /** Change what is asked for, or where it is posted to; another address is asked for its consent first. */
        patch: operations["SubscriptionsController_change"];
        trace?: never;
    };
    "/v1/subscriptions/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each event, the newest first: when it was tried, how long that took, and the beginning of the answer. */
        get: operations["SubscriptionsController_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deliver nothing for now; the place in the feed is kept. */
        post: operations["SubscriptionsController_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have everything delivered again that is behind a cursor of your feed, or since a day; from the beginning when neither is given.
         * @description Only what your agency may see today. An event has the same webhook-id as when it came first.
         */
        post: operations["SubscriptionsController_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on from the place that was kept. What waits for its next try, or for consent, is tried at once. */
        post: operations["SubscriptionsController_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New keys. For 24 hours deliveries are signed with the ones before as well.
         * @description `secret` is shown in this answer and never again: a repeat of the request does not have it.
         */
        post: operations["SubscriptionsController_rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscriptions/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give one event up that does not arrive, so that those behind it do. */
        post: operations["SubscriptionsController_skip"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The neighbourhood teams of the city, a page at a time. */
        get: operations["TeamsController_list"];
        put?: never;
        /** Form a team for one or more neighbourhoods. Its members are seconded by their own agencies. */
        post: operations["TeamsController_form"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One team, with those who are or will be on it: a reference of their agency, never a name. */
        get: operations["TeamsController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Second one of your own staff to the team. */
        post: operations["TeamsController_second"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{id}/members/{memberId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one of your own staff back from the team. */
        post: operations["TeamsController_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AgenciesPage: {
            agencies: components["schemas"]["ListedAgency"][];
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
        };
        Agency: {
            /** @description its code */
            agency: string;
            /** @description which joint work it lets its staff join; null until it says so */
            allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[] | null;
            /** Format: date-time */
            enrolledAt: string;
            /** @description its number in the Crossroads Bank for Enterprises */
            kbo: string | null;
            /** @enum {string} */
            kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
            name: string;
            /** @description its number among the organisations of the Flemish government */
            ovo: string | null;
            /** @description the number of the police zone */
            policeZone: string | null;
            /** @description why it was suspended or has ended; null to others as well */
            reason: string | null;
            /** @enum {string} */
            status: "active" | "suspended" | "ended";
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        /** @description The facts about an agency changed; these are the new ones, whole. */
        AgencyChangedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                kbo?: string;
                /** @enum {unknown} */
                kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
                name: string;
                ovo?: string;
                policeZone?: string;
            };
            /** @constant */
            type: "be.regie.agency.changed.v1";
        };
        /** @description Which joint work the agency lets its staff join; these, and no other. */
        AgencyCooperationPolicySetEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[];
                city: string;
            };
            /** @constant */
            type: "be.regie.agency.cooperation-policy-set.v1";
        };
        /** @description The agency takes no part any more. */
        AgencyEndedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.agency.ended.v1";
        };
        /** @description An agency takes part in the hub. */
        AgencyEnrolledEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                kbo?: string;
                /** @enum {unknown} */
                kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
                name: string;
                ovo?: string;
                policeZone?: string;
            };
            /** @constant */
            type: "be.regie.agency.enrolled.v1";
        };
        AgencyOutcome: {
            /** @description its code */
            agency: string;
            /** @enum {string} */
            outcome: "enrolled" | "changed" | "suspended" | "resumed" | "ended" | "cooperation-policy-set";
        };
        /** @description A suspended agency takes part again. */
        AgencyResumedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.agency.resumed.v1";
        };
        /** @description The agency takes no part until it is resumed. */
        AgencySuspendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.agency.suspended.v1";
        };
        Area: {
            coordinates: number[][][];
            /** @constant */
            type: "Polygon";
        } | {
            coordinates: number[][][][];
            /** @constant */
            type: "MultiPolygon";
        };
        /** @description As much as you may see: `view` says which of these it is. */
        Case: components["schemas"]["WholeCase"] | components["schemas"]["InvitedCase"] | components["schemas"]["OverseenCase"];
        /** @description The case is closed. */
        CaseClosedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                /** @enum {unknown} */
                outcome: "solved" | "partly-solved" | "not-solved" | "beyond-local-reach" | "merged";
            };
            /** @constant */
            type: "be.regie.case.closed.v1";
        };
        /** @description The owner will do it by the date. */
        CaseCommitmentAcceptedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description code of an agency, unique in its city */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-accepted.v1";
        };
        /** @description The owner will not do it. */
        CaseCommitmentDeclinedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description code of an agency, unique in its city */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-declined.v1";
        };
        /** @description The owner did it. */
        CaseCommitmentDoneEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description code of an agency, unique in its city */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-done.v1";
        };
        /** @description An agency is asked, or offers, to do something by a date. */
        CaseCommitmentProposedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description calendar date in Europe/Brussels */
                dueOn: string;
                /** @description code of an agency, unique in its city */
                owner: string;
                /** @description code of an agency, unique in its city */
                proposedBy: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-proposed.v1";
        };
        /** @description Nobody coordinates the case from `on`. */
        CaseCoordinationLostEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
            };
            /** @constant */
            type: "be.regie.case.coordination-lost.v1";
        };
        /** @description The case runs under this mandate and holder from `from`. */
        CaseCoordinationTakenOverEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                /** @description calendar date in Europe/Brussels */
                from: string;
                /** @description code of an agency, unique in its city */
                holder: string;
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                until?: string;
            };
            /** @constant */
            type: "be.regie.case.coordination-taken-over.v1";
        };
        /** @description A joint case was opened under the mandate in force for its slot. It coordinates the case until `until`, when an end is known. */
        CaseOpenedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                /** @description code of an agency, unique in its city */
                holder: string;
                mandateId: string;
                /** @description code of a neighbourhood, unique in its city */
                neighbourhood: string;
                /** @description code of an agency, unique in its city */
                openedBy: string;
                /** @enum {unknown} */
                theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                /** @description calendar date in Europe/Brussels */
                until?: string;
            };
            /** @constant */
            type: "be.regie.case.opened.v1";
        };
        CaseOutcome: {
            /** @description the id of the case */
            caseId: string;
            /** @enum {string} */
            outcome: "opened" | "closed";
        };
        /** @description An agency takes part from now on. */
        CaseParticipantAcceptedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                caseId: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.case.participant-accepted.v1";
        };
        /** @description An agency declined the invitation. */
        CaseParticipantDeclinedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                caseId: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.case.participant-declined.v1";
        };
        /** @description An agency is asked to take part. `past`: what it then sees of the time before it accepts; nothing when left out. */
        CaseParticipantInvitedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                caseId: string;
                city: string;
                /** @description code of an agency, unique in its city */
                invitedBy: string;
                /** @enum {unknown} */
                past?: "summary" | "all";
            };
            /** @constant */
            type: "be.regie.case.participant-invited.v1";
        };
        /** @description An agency left the case, or its invitation was taken back. */
        CaseParticipantWithdrawnEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                caseId: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.case.participant-withdrawn.v1";
        };
        CasesPage: {
            cases: (components["schemas"]["ListedCase"] | components["schemas"]["InvitedCase"] | components["schemas"]["OverseenCase"])[];
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
        };
        ChangeSubscriptionDto: {
            /**
             * @description who is written to when the hub stops trying
             * @example ict@partner.example.be
             */
            contact?: string;
            /**
             * @description of CloudEvents over HTTP
             * @enum {string}
             */
            content?: "structured" | "binary" | "batch";
            /**
             * @description `thin`: the event as it was announced; `link`: with `dataref`, the address of the resource
             * @enum {string}
             */
            mode?: "thin" | "link";
            /** @description of what has a slot only what has one in these; all when left out or empty */
            neighbourhoods?: string[];
            /** @description of what has a slot only what has one with these; all when left out or empty */
            themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /**
             * @description only these types; all when left out or empty
             * @example [
             *       "be.regie.mandate.granted.v1"
             *     ]
             */
            types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transferred.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            /**
             * @description where events are posted; it is asked for its consent first
             * @example https://partner.example.be/regie
             */
            url?: string;
        };
        Closure: {
            /** @description the code of an agency */
            closedBy: string;
            /** @description who is to take it further */
            escalateTo?: string;
            /** Format: date */
            on: string;
            /** @enum {string} */
            outcome: "solved" | "partly-solved" | "not-solved" | "beyond-local-reach" | "merged";
            reason: string;
        };
        ClosureDto: {
            /** @description who takes it further; needed when it is beyond local reach */
            escalateTo?: string;
            /** @enum {string} */
            outcome: "solved" | "partly-solved" | "not-solved" | "beyond-local-reach" | "merged";
            reason: string;
        };
        CloudEvent: {
            /** @constant */
            datacontenttype: "application/json";
            /** @description the name of the schema of the data */
            dataschema: string;
            /** @description the same again when it comes again */
            id: string;
            /** @description events with the same key are in order; its form says nothing */
            partitionkey: string;
            /** @description the place among the events with this key, a whole number; others may be missing in between */
            sequence: string;
            /** @description the city by its NIS code, and the context, such as `urn:be:nis:44021:regie:cases` */
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description the id of the thing that it happened to */
            subject: string;
            /**
             * Format: date-time
             * @description when it was recorded
             */
            time: string;
            /** @description W3C trace context of what caused it */
            traceparent?: string;
        };
        Commitment: {
            /** @description assigned by the holder, not asked */
            binding: boolean;
            /** @description the id of the commitment */
            commitmentId: string;
            /** Format: date */
            dueOn: string;
            /** @description the agency that is to do it */
            owner: string;
            /** Format: date-time */
            proposedAt: string;
            /** @description the code of an agency */
            proposedBy: string;
            /** @description why it was declined */
            reason: string | null;
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined" | "done";
            what: string;
        };
        CommitmentDto: {
            /** @description assigned instead of asked; only for who coordinates under the commissioning model */
            binding?: boolean;
            /**
             * Format: date
             * @description today or later
             * @example 2026-09-01
             */
            dueOn: string;
            /**
             * @description who is to do it: a participant, maybe your own agency
             * @example ocmw-gent
             */
            owner: string;
            /** @example Repair the lights along the path */
            what: string;
        };
        CommitmentOutcome: {
            /** @description the id of the case */
            caseId: string;
            /** @description the id of the commitment */
            commitmentId: string;
            /** @enum {string} */
            outcome: "proposed" | "accepted" | "declined" | "done";
        };
        CooperationPolicyDto: {
            /** @description the joint work that its staff may join; these, and no other */
            allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[];
        };
        Coordination: {
            /** @description the agency that coordinates */
            holder: string;
            /** @description the mandate by which it does */
            mandateId: string;
            /**
             * Format: date
             * @description first day
             */
            since: string;
            /**
             * @description what the holder may do: inform; ask and agree; assign bindingly
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @description first day without */
            until: string | null;
        };
        Decision: {
            /** @description who decided, such as `college` */
            body: string;
            /** Format: date */
            date: string;
            /** @description as the city refers to it */
            reference: string;
        };
        DecisionDto: {
            /**
             * @description who decided: college, raad, managementteam, directieoverleg
             * @example college
             */
            body: string;
            /**
             * Format: date
             * @example 2026-09-01
             */
            date: string;
            /** @example 2026_CBS_00123 */
            reference: string;
        };
        DeliveriesPage: {
            deliveries: components["schemas"]["Delivery"][];
            /** @description send it back as `before` for the next page; null: this is the last one */
            next: number | null;
        };
        Delivery: {
            /** @description the beginning of that answer, or why there was none */
            answer: string | null;
            /** @description the `id` of the event */
            eventId: string;
            firstTryAt: string | null;
            lastTryAt: string | null;
            /** @description the highest is the newest */
            number: number;
            /** @description why it is dead */
            reason: string | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            /** @description the HTTP status that the last try was answered with */
            status: number | null;
            /**
             * Format: date-time
             * @description when it was taken up
             */
            takenAt: string;
            /** @description milliseconds of the last try */
            tookMs: number | null;
            tries: number;
            type: components["schemas"]["EventType"];
        };
        /** @description At every moment sent = delivered + dead + pending. */
        DeliveryAccount: {
            /** @description entries of the feed that have not been looked at yet */
            behind: number;
            /** @description given up: skipped, no longer to be seen, or left when the subscription ended */
            dead: number;
            /** @description arrived */
            delivered: number;
            /** @description not decided yet */
            pending: number;
            /** @description events taken up for delivery */
            sent: number;
        };
        EndDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description first day without the mandate; today or later
             * @example 2026-09-01
             */
            on: string;
            reason: string;
        };
        EndOfMandate: {
            /** @enum {string} */
            cause: "ended" | "expired";
            decision?: components["schemas"]["Decision"];
            /**
             * Format: date
             * @description first day without the mandate
             */
            on: string;
            reason: string;
        };
        EndorsementDto: {
            decision: components["schemas"]["DecisionDto"];
            /** @enum {string} */
            level: "political" | "administrative";
        };
        EndSecondmentDto: {
            /**
             * Format: date
             * @description first day no longer on the team; today when left out
             * @example 2026-09-01
             */
            on?: string;
        };
        EnrolDto: {
            /**
             * @description its code in the hub, for ever
             * @example ocmw-gent
             */
            agency: string;
            /**
             * @description KBO number; kept as its ten digits
             * @example 0212.214.125
             */
            kbo?: string;
            /**
             * @example ocmw
             * @enum {string}
             */
            kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
            /** @example OCMW Gent */
            name: string;
            /** @example OVO002949 */
            ovo?: string;
            /**
             * @description number of a local police zone
             * @example 5415
             */
            policeZone?: string;
        };
        /** @enum {string} */
        EventType: "be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transferred.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1";
        FactsDto: {
            /**
             * @description KBO number; kept as its ten digits
             * @example 0212.214.125
             */
            kbo?: string;
            /**
             * @example ocmw
             * @enum {string}
             */
            kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
            /** @example OCMW Gent */
            name: string;
            /** @example OVO002949 */
            ovo?: string;
            /**
             * @description number of a local police zone
             * @example 5415
             */
            policeZone?: string;
        };
        /** @description A CloudEvent 1.0; `type` says which of these it is. There may be other types tomorrow: leave aside what you do not know. */
        FeedEvent: components["schemas"]["CaseClosedEvent"] | components["schemas"]["CaseOpenedEvent"] | components["schemas"]["CaseCommitmentAcceptedEvent"] | components["schemas"]["CaseCommitmentDeclinedEvent"] | components["schemas"]["CaseCommitmentDoneEvent"] | components["schemas"]["CaseCommitmentProposedEvent"] | components["schemas"]["CaseCoordinationLostEvent"] | components["schemas"]["CaseCoordinationTakenOverEvent"] | components["schemas"]["CaseParticipantAcceptedEvent"] | components["schemas"]["CaseParticipantDeclinedEvent"] | components["schemas"]["CaseParticipantInvitedEvent"] | components["schemas"]["CaseParticipantWithdrawnEvent"] | components["schemas"]["MandateEndedEvent"] | components["schemas"]["MandateEndorsedEvent"] | components["schemas"]["MandateGrantedEvent"] | components["schemas"]["MandateProposedEvent"] | components["schemas"]["MandateTransferDeclinedEvent"] | components["schemas"]["MandateTransferProposedEvent"] | components["schemas"]["MandateTransferredEvent"] | components["schemas"]["AgencyChangedEvent"] | components["schemas"]["AgencyEndedEvent"] | components["schemas"]["AgencyEnrolledEvent"] | components["schemas"]["AgencyResumedEvent"] | components["schemas"]["AgencySuspendedEvent"] | components["schemas"]["AgencyCooperationPolicySetEvent"] | components["schemas"]["SubscriptionChangedEvent"] | components["schemas"]["SubscriptionConfirmedEvent"] | components["schemas"]["SubscriptionCreatedEvent"] | components["schemas"]["SubscriptionEndedEvent"] | components["schemas"]["SubscriptionEventSkippedEvent"] | components["schemas"]["SubscriptionPausedEvent"] | components["schemas"]["SubscriptionReplayedEvent"] | components["schemas"]["SubscriptionResumedEvent"] | components["schemas"]["SubscriptionSecretRotatedEvent"] | components["schemas"]["SubscriptionSuspendedEvent"];
        FeedPage: {
            events: components["schemas"]["FeedEvent"][];
            /** @description there is something behind it already */
            more: boolean;
            /** @description the cursor: always there, also behind an empty page */
            next: string;
        };
        FormTeamDto: {
            /** @example Wijkteam Brugse Poort */
            name: string;
            /**
             * @description the neighbourhoods that it works for
             * @example [
             *       "4",
             *       "7"
             *     ]
             */
            neighbourhoods: string[];
        };
        GrantDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description when the mandate is evaluated; within the period
             * @example 2026-09-01
             */
            evaluateOn: string;
            period: components["schemas"]["PeriodDto"];
        };
        HeldSlot: {
            decision: components["schemas"]["Decision"];
            holder: components["schemas"]["Holder"];
            /** @description the id of the mandate */
            mandateId: string;
            /** @description its code */
            neighbourhood: string;
            neighbourhoodName?: string;
            /**
             * Format: date
             * @description the day that the answer is about
             */
            on: string;
            /**
             * Format: date
             * @description first day of the holder
             */
            since: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @description first day without this holder */
            until: string | null;
        };
        Holder: {
            /** @description the code of an agency */
            agency: string;
            name: string;
        };
        /** @description Who holds the mandate; `holder: null`: nobody does. */
        HolderOfSlot: components["schemas"]["HeldSlot"] | components["schemas"]["SlotWithoutHolder"];
        ImportDto: {
            /**
             * @description the city that the file is about: yours
             * @example 44021
             */
            city?: string;
            neighbourhoods: components["schemas"]["ImportedNeighbourhoodDto"][];
            /**
             * @description where it was taken from, for the attribution
             * @example Stad Gent, Stadswijken Gent
             */
            source: string;
        };
        ImportedNeighbourhoodDto: {
            /** @description a GeoJSON Polygon or MultiPolygon; left out: a known area stays */
            area?: {
                [key: string]: unknown;
            };
            /** @description computed from the area when left out */
            centre?: components["schemas"]["PointDto"];
            /**
             * @description at most 20 letters, digits and dashes
             * @example 4
             */
            code: string;
            /** @example Brugse Poort - Rooigem */
            name: string;
        };
        ImportOutcome: {
            /** @description new versions of known ones */
            changed: number;
            /** @enum {string} */
            outcome: "imported";
            /** @description new ones */
            recorded: number;
            /** @description known as they are */
            unchanged: number;
        };
        InvitationDto: {
            /**
             * @description who is asked to take part
             * @example ocmw-gent
             */
            agency: string;
            /**
             * @description what it then sees of the time before it accepts, for who coordinates the case to say: nothing; who coordinated and took part, and how much was agreed; or all. Nothing when left out
             * @example summary
             * @enum {string}
             */
            past?: "nothing" | "summary" | "all";
        };
        /** @description What is needed to answer an invitation. */
        InvitedCase: {
            /** @description the id of the case */
            caseId: string;
            /** @description the code of an agency */
            holder: string | null;
            /** @description the code of an agency */
            invitedBy: string;
            /** @description its code */
            neighbourhood: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            title: string;
            /** @description counts the facts about it; the ETag */
            version: number;
            /** @constant */
            view: "invitation";
            why: string;
        };
        ListedAgency: {
            /** @description its code */
            agency: string;
            /** @description which joint work it lets its staff join; null until it says so */
            allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[] | null;
            /** Format: date-time */
            enrolledAt: string;
            /** @description its number in the Crossroads Bank for Enterprises */
            kbo: string | null;
            /** @enum {string} */
            kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
            name: string;
            /** @description its number among the organisations of the Flemish government */
            ovo: string | null;
            /** @description the number of the police zone */
            policeZone: string | null;
            /** @enum {string} */
            status: "active" | "suspended" | "ended";
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        /** @description A case that your agency takes part in or coordinates. */
        ListedCase: {
            /** @description the id of the case */
            caseId: string;
            coordination: components["schemas"]["Coordination"] | null;
            /** @description who coordinates today, or did when the case was closed; null: nobody */
            holder: string | null;
            /** @description its code */
            neighbourhood: string;
            /** Format: date-time */
            openedAt: string;
            /** @description the code of an agency */
            openedBy: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            title: string;
            /** @description counts the facts about it; the ETag */
            version: number;
            /** @constant */
            view: "full";
            /** @description nobody coordinates it since this day */
            withoutCoordinationSince: string | null;
        };
        ListedNeighbourhood: {
            centre: components["schemas"]["Point"];
            code: string;
            name: string;
            /** Format: date-time */
            recordedAt: string;
            /** @description where it was taken from */
            source: string;
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        ListedSubscription: {
            /** @description the code of your agency */
            agency: string;
            /** @description why it is suspended or has ended */
            cause: ("last-try-failed" | "not-confirmed" | "place-unknown" | "ended" | "gone" | "agency-ended") | null;
            /** Format: date-time */
            changedAt: string;
            /** @enum {string} */
            content: "structured" | "binary" | "batch";
            /** Format: date-time */
            createdAt: string;
            /** @description the place in your feed behind the last event that was decided; null: it has not begun */
            cursor: string | null;
            deliveries: components["schemas"]["DeliveryAccount"];
            /** @description tries of the next message that failed */
            failures: number;
            /** @description what the endpoint has to answer to be asked no more */
            howToConfirm?: string;
            /** @enum {string} */
            mode: "thin" | "link";
            /** @description only these; none: all */
            neighbourhoods: string[];
            nextTryAt: string | null;
            /** @description why the last try failed */
            problem: string | null;
            /** @description requests a minute that the endpoint allows */
            rate: number | null;
            /** @enum {string} */
            status: "unconfirmed" | "active" | "paused" | "suspended" | "ended";
            /** @description the id of the subscription */
            subscriptionId: string;
            /** @description only these; none: all */
            themes: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /** @description only these; none: all */
            types: components["schemas"]["EventType"][];
            /** @description where events are posted */
            url: string;
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        ListedTeam: {
            /** Format: date-time */
            formedAt: string;
            /** @description the code of an agency */
            formedBy: string;
            name: string;
            /** @description their codes */
            neighbourhoods: string[];
            /** @description the id of the team */
            teamId: string;
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        Live: {
            /** @constant */
            status: "ok";
        };
        Mandate: {
            decision: components["schemas"]["Decision"] | null;
            ended: components["schemas"]["EndOfMandate"] | null;
            /** @description both are needed before a mandate is granted */
            endorsements: {
                administrative?: components["schemas"]["Decision"];
                political?: components["schemas"]["Decision"];
            };
            /** @description when it is evaluated */
            evaluateOn: string | null;
            /** @description the function that carries it out */
            executingFunction: string;
            /** @description the agency that holds it, or is to hold it, after every transfer so far */
            holder: string;
            /**
             * @description interne, hybride or externe regie
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external";
            /** @description the id of the mandate */
            mandateId: string;
            period: components["schemas"]["Period"] | null;
            /** @description what the holder may decide or use */
            powers: string[];
            /** Format: date-time */
            proposedAt: string;
            slots: components["schemas"]["Slot"][];
            /** @enum {string} */
            status: "proposed" | "granted" | "ended";
            /**
             * @description what the holder may do: inform; ask and agree; assign bindingly
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @description why the holder must be able to assign bindingly */
            steeringReason: string | null;
            transfers: components["schemas"]["Transfer"][];
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        /** @description Nobody holds the mandate from `on`; by decision, or because its period was over. */
        MandateEndedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @enum {unknown} */
                cause: "ended" | "expired";
                city: string;
                /** @description code of an agency, unique in its city */
                holder: string;
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.ended.v1";
        };
        /** @description A proposed mandate was endorsed politically or administratively. */
        MandateEndorsedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    reference: string;
                };
                /** @enum {unknown} */
                level: "political" | "administrative";
                mandateId: string;
            };
            /** @constant */
            type: "be.regie.mandate.endorsed.v1";
        };
        /** @description The holder has the mandate for these slots over this period. */
        MandateGrantedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    reference: string;
                };
                /** @description calendar date in Europe/Brussels */
                evaluateOn: string;
                /** @description code of an agency, unique in its city */
                holder: string;
                mandateId: string;
                /** @description half-open: `from` counts, `until` does not */
                period: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    /** @description calendar date in Europe/Brussels */
                    until?: string;
                };
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.granted.v1";
        };
        MandateOutcome: {
            /** @description the id of the mandate */
            mandateId: string;
            /** @enum {string} */
            outcome: "proposed" | "endorsed" | "granted" | "ended";
        };
        /** @description A mandate was proposed; nobody holds it yet. */
        MandateProposedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description code of an agency, unique in its city */
                holder: string;
                /** @enum {unknown} */
                kind: "internal" | "hybrid" | "external";
                mandateId: string;
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
                /** @enum {unknown} */
                steeringModel: "communication" | "coordination" | "commissioning";
            };
            /** @constant */
            type: "be.regie.mandate.proposed.v1";
        };
        MandatesPage: {
            mandates: components["schemas"]["Mandate"][];
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
        };
        /** @description The receiver declined; the holder stays. */
        MandateTransferDeclinedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                by: string;
                city: string;
                mandateId: string;
                transferId: string;
            };
            /** @constant */
            type: "be.regie.mandate.transfer-declined.v1";
        };
        /** @description A transfer waits for the answer of the receiver; the holder stays until then. */
        MandateTransferProposedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description code of an agency, unique in its city */
                from: string;
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
                /** @description code of an agency, unique in its city */
                to: string;
                transferId: string;
            };
            /** @constant */
            type: "be.regie.mandate.transfer-proposed.v1";
        };
        /** @description The receiver accepted: `from` holds until the day before `on`, `to` from `on` until the end of the period. */
        MandateTransferredEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    reference: string;
                };
                /** @description code of an agency, unique in its city */
                from: string;
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
                /** @description half-open: `from` counts, `until` does not */
                period: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    /** @description calendar date in Europe/Brussels */
                    until?: string;
                };
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
                /** @description code of an agency, unique in its city */
                to: string;
            };
            /** @constant */
            type: "be.regie.mandate.transferred.v1";
        };
        Member: {
            /** @description who seconds the member */
            agency: string;
            /** Format: date */
            from: string;
            function: string;
            /** @description a reference of that agency, never a name */
            memberId: string;
            /** @description first day on which it is over */
            until: string | null;
        };
        MemberDto: {
            /**
             * @description your own: an agency seconds its own staff
             * @example ocmw-gent
             */
            agency?: string;
            /**
             * Format: date
             * @description first day on the team
             * @example 2026-09-01
             */
            from: string;
            /** @example maatschappelijk werker */
            function: string;
            /**
             * @description a pseudonymous reference to one of your staff, unique in your agency; never a name
             * @example m-0042
             */
            memberId: string;
            /**
             * Format: date
             * @description first day no longer on the team; left out: open
             * @example 2026-09-01
             */
            until?: string;
        };
        Neighbourhood: {
            /** @description a GeoJSON geometry */
            area: components["schemas"]["Area"] | null;
            centre: components["schemas"]["Point"];
            code: string;
            name: string;
            /** Format: date-time */
            recordedAt: string;
            /** @description where it was taken from */
            source: string;
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        NeighbourhoodsPage: {
            neighbourhoods: components["schemas"]["ListedNeighbourhood"][];
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
        };
        OpenCaseDto: {
            /**
             * @description the agencies that are asked to take part
             * @example [
             *       "ocmw-gent",
             *       "woningent"
             *     ]
             */
            invite?: string[];
            /** @example 4 */
            neighbourhood: string;
            /** @description purpose and limits; begin small */
            scope: string;
            /**
             * @example leefbaarheid
             * @enum {string}
             */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /**
             * @description no names of persons
             * @example Litter around the Pierkespark
             */
            title: string;
            /** @description why the solution lies in the neighbourhood, at least in part */
            why: string;
        };
        /** @description That the case is there and who coordinates it: for the managers of a city service. */
        OverseenCase: {
            /** @description the id of the case */
            caseId: string;
            coordination: components["schemas"]["Coordination"] | null;
            /** @description who coordinates today, or did when the case was closed; null: nobody */
            holder: string | null;
            /** @description its code */
            neighbourhood: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @constant */
            view: "oversight";
            /** @description nobody coordinates it since this day */
            withoutCoordinationSince: string | null;
        };
        Participant: {
            /** @description the code of an agency */
            agency: string;
            /** @description the code of an agency */
            invitedBy: string;
            /** @description what it gave for its last step */
            reason: string | null;
            /**
             * Format: date-time
             * @description of its last step
             */
            since: string;
            /** @enum {string} */
            status: "invited" | "accepted" | "declined" | "withdrawn";
        };
        ParticipantOutcome: {
            /** @description the code of an agency */
            agency: string;
            /** @description the id of the case */
            caseId: string;
            /** @enum {string} */
            outcome: "invited" | "accepted" | "declined" | "withdrawn";
        };
        Period: {
            /**
             * Format: date
             * @description first day
             */
            from: string;
            /**
             * Format: date
             * @description first day after; left out: open
             */
            until?: string;
        };
        PeriodDto: {
            /**
             * Format: date
             * @description first day
             * @example 2026-09-01
             */
            from: string;
            /**
             * Format: date
             * @description first day after; left out: open
             * @example 2026-09-01
             */
            until?: string;
        };
        Point: {
            /** @description WGS84 degrees */
            lat: number;
            /** @description WGS84 degrees */
            lon: number;
        };
        PointDto: {
            /** @description WGS84 degrees */
            lat: number;
            /** @description WGS84 degrees */
            lon: number;
        };
        /** @description A refusal. Further members are the facts that the caller needs to act on. */
        Problem: {
            /**
             * @description stable: what programs look at
             * @example mandate.slot-taken
             */
            code: string;
            /**
             * Format: uri
             * @description of this one answer, as in the log
             */
            instance?: string;
            status: number;
            /** @description what is wrong and what to do, for people */
            title: string;
            /**
             * Format: uri
             * @description `urn:be:regie:problem:` and the code
             */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description The codes of refusals that are known today; there may be others tomorrow.
         * @enum {string}
         */
        ProblemCode: "access.agencies-by-the-city" | "access.answers-for-itself" | "access.city-manager-only" | "access.claims-incomplete" | "access.decisions-by-the-city" | "access.kind-by-the-city" | "access.not-a-participant" | "access.not-the-coordinator" | "access.not-the-holder" | "access.not-the-inviter" | "access.not-the-owner" | "access.not-the-receiver" | "access.not-your-agency" | "access.other-city" | "access.own-staff-only" | "access.past-by-the-coordinator" | "access.provider-unreachable" | "access.role" | "access.subscriptions-by-the-agency" | "access.token-expired" | "access.token-invalid" | "access.token-missing" | "agency.code-taken" | "agency.ended" | "agency.first-is-your-city-service" | "agency.identifier-missing" | "agency.identifier-taken" | "agency.kbo-invalid" | "agency.last-city-service" | "agency.not-active" | "agency.not-known" | "agency.ovo-invalid" | "agency.police-zone-invalid" | "agency.unknown" | "case.closed" | "case.escalation-target-missing" | "case.invitation-answered" | "case.no-mandate" | "case.not-allowed-by-agency" | "case.steering-model-forbids" | "case.unknown" | "commitment.answered" | "commitment.due-in-the-past" | "commitment.not-accepted" | "commitment.owner-takes-no-part" | "commitment.unknown" | "database.away" | "decision.in-the-future" | "feed.cursor-foreign" | "feed.cursor-malformed" | "feed.cursor-unknown" | "feed.too-many-streams" | "internal" | "mandate.already-endorsed" | "mandate.already-holder" | "mandate.commissioning-needs-reason" | "mandate.end-in-the-past" | "mandate.end-outside-period" | "mandate.evaluation-outside-period" | "mandate.not-endorsed" | "mandate.not-granted" | "mandate.not-proposed" | "mandate.slot-taken" | "mandate.slot-twice" | "mandate.transfer-answered" | "mandate.transfer-outside-period" | "mandate.transfer-pending" | "mandate.transfer-too-early" | "mandate.unknown" | "member.unknown" | "neighbourhood.import-empty" | "neighbourhood.not-known" | "neighbourhood.rows-invalid" | "neighbourhood.unknown" | "participant.unknown" | "period.ends-before-it-starts" | "read-model.behind" | "request.after-malformed" | "request.conflict" | "request.if-match-malformed" | "request.invalid" | "request.key-malformed" | "request.key-reused" | "request.malformed" | "request.media-type" | "request.not-json" | "request.refused" | "request.stale" | "request.too-large" | "route.unknown" | "service.not-ready" | "service.stopping" | "store.busy" | "store.refused" | "subscription.ended" | "subscription.event-not-waiting" | "subscription.replay-ahead" | "subscription.replay-from-where" | "subscription.too-many" | "subscription.unknown" | "subscription.url-refused" | "team.already-member" | "team.end-in-the-past" | "team.needs-neighbourhood" | "team.not-allowed-by-agency" | "team.unknown" | "transfer.unknown";
        ProposeMandateDto: {
            /** @description the function that carries it out, such as "gebiedsregisseur Brugse Poort" */
            executingFunction: string;
            /**
             * @description who is to hold it
             * @example ocmw-gent
             */
            holder: string;
            /**
             * @description interne, hybride or externe regie
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external";
            /** @description what the holder may decide or use */
            powers?: string[];
            /** @description the neighbourhoods and themes that the mandate is about */
            slots: components["schemas"]["SlotDto"][];
            /**
             * @description what the holder may do; coordination when left out
             * @enum {string}
             */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description why the holder must be able to assign bindingly; needed for commissioning */
            steeringReason?: string;
        };
        Ready: {
            /** @description each check, with what it knows */
            details: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @description each check, with what it knows */
            error?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @description each check, with what it knows */
            info?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @enum {string} */
            status: "ok";
        };
        ReasonDto: {
            reason: string;
        };
        RefusalDto: {
            reason: string;
        };
        ReplayDto: {
            /** @description a cursor of your feed: everything behind it is delivered again */
            after?: string;
            /**
             * Format: date
             * @description everything since the beginning of this day in Brussels is delivered again
             * @example 2026-09-01
             */
            since?: string;
        };
        RotateOutcome: {
            /** @enum {string} */
            outcome: "rotated";
            /**
             * Format: date-time
             * @description until then deliveries are signed with the keys before as well
             */
            overlapUntil: string;
            /** @description `whpk_` and 32 bytes in base64: the key that the signatures `v1a` are checked with */
            publicKey: string;
            /** @description `whsec_` and 32 bytes in base64: the key of the signatures `v1`, shown once; null in the answer to a repeat */
            secret: string | null;
            /** @description the id of the subscription */
            subscriptionId: string;
        };
        SkipDto: {
            /** @description the `id` of an event that waits */
            eventId: string;
            reason: string;
        };
        Slot: {
            /** @description its code */
            neighbourhood: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        SlotDto: {
            /** @example 4 */
            neighbourhood: string;
            /**
             * @example leefbaarheid
             * @enum {string}
             */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        SlotWithoutHolder: {
            holder: null;
            /** @description its code */
            neighbourhood: string;
            neighbourhoodName?: string;
            /**
             * Format: date
             * @description the day that the answer is about
             */
            on: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        SubscribeDto: {
            /** @description a cursor of your feed: deliveries begin behind it; left out, with what comes from now on */
            after?: string;
            /**
             * @description who is written to when the hub stops trying
             * @example ict@partner.example.be
             */
            contact?: string;
            /**
             * @description of CloudEvents over HTTP
             * @enum {string}
             */
            content?: "structured" | "binary" | "batch";
            /**
             * @description `thin`: the event as it was announced; `link`: with `dataref`, the address of the resource
             * @enum {string}
             */
            mode?: "thin" | "link";
            /** @description of what has a slot only what has one in these; all when left out or empty */
            neighbourhoods?: string[];
            /** @description of what has a slot only what has one with these; all when left out or empty */
            themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /**
             * @description only these types; all when left out or empty
             * @example [
             *       "be.regie.mandate.granted.v1"
             *     ]
             */
            types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transferred.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            /**
             * @description where events are posted; it is asked for its consent first
             * @example https://partner.example.be/regie
             */
            url: string;
        };
        SubscribeOutcome: {
            /** @description what the endpoint has to answer to be asked no more */
            howToConfirm: string;
            /** @enum {string} */
            outcome: "unconfirmed";
            /** @description `whpk_` and 32 bytes in base64: the key that the signatures `v1a` are checked with */
            publicKey: string;
            /** @description `whsec_` and 32 bytes in base64: the key of the signatures `v1`, shown once; null in the answer to a repeat */
            secret: string | null;
            /** @description the id of the subscription */
            subscriptionId: string;
        };
        Subscription: {
            /** @description the code of your agency */
            agency: string;
            /** @description why it is suspended or has ended */
            cause: ("last-try-failed" | "not-confirmed" | "place-unknown" | "ended" | "gone" | "agency-ended") | null;
            /** Format: date-time */
            changedAt: string;
            /** @description who is written to when the hub stops trying */
            contact: string | null;
            /** @enum {string} */
            content: "structured" | "binary" | "batch";
            /** Format: date-time */
            createdAt: string;
            /** @description the place in your feed behind the last event that was decided; null: it has not begun */
            cursor: string | null;
            deliveries: components["schemas"]["DeliveryAccount"];
            /** @description tries of the next message that failed */
            failures: number;
            /** @description what the endpoint has to answer to be asked no more */
            howToConfirm?: string;
            /** @enum {string} */
            mode: "thin" | "link";
            /** @description only these; none: all */
            neighbourhoods: string[];
            nextTryAt: string | null;
            /** @description why the last try failed */
            problem: string | null;
            /** @description of the signatures `v1a`, the newest first */
            publicKeys: string[];
            /** @description requests a minute that the endpoint allows */
            rate: number | null;
            /** @enum {string} */
            status: "unconfirmed" | "active" | "paused" | "suspended" | "ended";
            /** @description the id of the subscription */
            subscriptionId: string;
            /** @description only these; none: all */
            themes: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /** @description only these; none: all */
            types: components["schemas"]["EventType"][];
            /** @description where events are posted */
            url: string;
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        /** @description What the subscription asks for changed. `confirmationNeeded`: it delivers elsewhere from now on, and that endpoint has to agree first. */
        SubscriptionChangedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                confirmationNeeded: boolean;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.changed.v1";
        };
        /** @description The endpoint agreed to deliveries. */
        SubscriptionConfirmedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.confirmed.v1";
        };
        /** @description The agency subscribed. Nothing is delivered before its endpoint has agreed. */
        SubscriptionCreatedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.created.v1";
        };
        /** @description The subscription is over: the agency ended it, its endpoint said that it is gone for good (410), or the agency takes no part any more. */
        SubscriptionEndedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                /** @enum {unknown} */
                cause: "ended" | "gone" | "agency-ended";
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.ended.v1";
        };
        /** @description The agency gave one event up: it is not delivered to this subscription. */
        SubscriptionEventSkippedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                eventId: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.event-skipped.v1";
        };
        SubscriptionOutcome: {
            /** @enum {string} */
            outcome: "changed" | "ended" | "paused" | "resumed" | "replayed" | "skipped";
            /** @description the id of the subscription */
            subscriptionId: string;
        };
        /** @description The agency paused the subscription; its place in the feed is kept. */
        SubscriptionPausedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.paused.v1";
        };
        /** @description The agency has everything delivered again from an earlier place of its feed on. */
        SubscriptionReplayedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.replayed.v1";
        };
        /** @description The agency resumed the subscription: what waits is tried at once. */
        SubscriptionResumedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.resumed.v1";
        };
        /** @description Deliveries are signed with new keys; with the ones before as well until `overlapUntil`. */
        SubscriptionSecretRotatedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                city: string;
                /** Format: date-time */
                overlapUntil: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.secret-rotated.v1";
        };
        SubscriptionsPage: {
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
            subscriptions: components["schemas"]["ListedSubscription"][];
        };
        /** @description The hub stopped trying; its place in the feed is kept until the agency resumes it, or has it delivered again from an earlier place. */
        SubscriptionSuspendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                agency: string;
                /** @enum {unknown} */
                cause: "last-try-failed" | "not-confirmed" | "place-unknown";
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.suspended.v1";
        };
        Team: {
            /** Format: date-time */
            formedAt: string;
            /** @description the code of an agency */
            formedBy: string;
            /** @description those who are or will be on it */
            members: components["schemas"]["Member"][];
            name: string;
            /** @description their codes */
            neighbourhoods: string[];
            /** @description the id of the team */
            teamId: string;
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        TeamOutcome: {
            /** @enum {string} */
            outcome: "formed" | "seconded" | "ended";
            /** @description the id of the team */
            teamId: string;
        };
        TeamsPage: {
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
            teams: components["schemas"]["ListedTeam"][];
        };
        Timeline: {
            entries: components["schemas"]["TimelineEntry"][];
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: number | null;
        };
        TimelineEntry: {
            /** @description the agency that did it; null: the case itself, following the register */
            agency: string | null;
            /**
             * Format: date-time
             * @description when it was recorded
             */
            at: string;
            /** @description the facts */
            data: {
                [key: string]: unknown;
            };
            /** @description 1, 2, 3, ...; what you may not see is left out */
            number: number;
            /** @description what happened, such as `CaseOpened` */
            type: string;
        };
        Transfer: {
            decision: components["schemas"]["Decision"];
            /** @description the code of an agency */
            from: string;
            /**
             * Format: date
             * @description first day of the new holder
             */
            on: string;
            reason: string;
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined";
            /** @description the code of an agency */
            to: string;
            /** @description the id of the transfer */
            transferId: string;
        };
        TransferDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description first day of the new holder
             * @example 2026-09-01
             */
            on: string;
            reason: string;
            /**
             * @description who is to hold it
             * @example ocmw-gent
             */
            to: string;
        };
        TransferOutcome: {
            /** @description the id of the mandate */
            mandateId: string;
            /** @enum {string} */
            outcome: "transfer-proposed" | "transferred" | "transfer-declined";
            /** @description the id of the transfer */
            transferId: string;
        };
        WebhookMessage: {
            data: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            datacontenttype: "application/json";
            /** @description with `mode: link`: the address of the resource */
            dataref?: string;
            dataschema: string;
            /** @description the same again when it comes again */
            id: string;
            /** @description events with the same key are in order */
            partitionkey: string;
            sequence: string;
            /** @example urn:be:nis:44021:regie:mandates */
            source: string;
            /** @enum {string} */
            specversion: "1.0";
            /** @description the id of the thing that it is about */
            subject: string;
            /** Format: date-time */
            time: string;
            /**
             * @description see /asyncapi.json for the shape of its data
             * @example be.regie.mandate.granted.v1
             */
            type: string;
        };
        /** @description Everything of the case that your agency may see. */
        WholeCase: {
            /** @description the id of the case */
            caseId: string;
            closed: components["schemas"]["Closure"] | null;
            commitments: components["schemas"]["Commitment"][];
            coordination: components["schemas"]["Coordination"] | null;
            /** @description with `past: summary`: how many commitments of others from before are open */
            earlierOpenCommitments?: number;
            /** @description who coordinates today, or did when the case was closed; null: nobody */
            holder: string | null;
            /** @description its code */
            neighbourhood: string;
            /** Format: date-time */
            openedAt: string;
            /** @description the code of an agency */
            openedBy: string;
            participants: components["schemas"]["Participant"][];
            /**
             * @description how much is shown of the time before your agency accepted
             * @enum {string}
             */
            past: "nothing" | "summary" | "all";
            /** @description purpose and limits */
            scope: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            title: string;
            /** @description counts the facts about it; the ETag */
            version: number;
            /** @constant */
            view: "full";
            /** @description why the solution lies in the neighbourhood, at least in part */
            why: string;
            /** @description nobody coordinates it since this day */
            withoutCoordinationSince: string | null;
        };
        WithdrawalDto: {
            reason?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    HealthController_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HealthController_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MetricsController_show: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_list: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                kind?: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
                limit?: number;
                status?: "active" | "suspended" | "ended";
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgenciesPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_enrol: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrolDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_show: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agency"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactsDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_setCooperationPolicy: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CooperationPolicyDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AgenciesController_suspend: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_list: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                /** @description only open cases that nobody coordinates */
                coordination?: "none";
                limit?: number;
                neighbourhood?: string;
                status?: "open" | "closed";
                theme?: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasesPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_open: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenCaseDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_show: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_close: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClosureDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_propose: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommitmentDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_acceptCommitment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                commitmentId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_complete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                commitmentId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_declineCommitment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                commitmentId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_invite: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_accept: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                agency: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_decline: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                agency: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_withdraw: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                agency: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawalDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CasesController_timeline: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: number;
                limit?: number;
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FeedController_read: {
        parameters: {
            query?: {
                /** @description the `next` of the page before; left out: from the beginning */
                after?: string;
                limit?: number;
                /** @description of cases and mandates only those of these neighbourhoods; what is about neither comes always */
                neighbourhoods?: string[];
                /** @description of cases and mandates only those with these themes; what is about neither comes always */
                themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
                /** @description only these types, separated by commas; all when left out */
                types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transferred.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FeedController_stream: {
        parameters: {
            query?: {
                /** @description the `next` of a page, or the `id` of an event of a stream; `Last-Event-ID` goes before it. Left out: from the beginning */
                after?: string;
                /** @description of cases and mandates only those of these neighbourhoods; what is about neither comes always */
                neighbourhoods?: string[];
                /** @description of cases and mandates only those with these themes; what is about neither comes always */
                themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
                /** @description only these types, separated by commas; all when left out */
                types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transferred.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            };
            header?: {
                /** @description the `id` of the last event that was received */
                "Last-Event-ID"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_list: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                holder?: string;
                limit?: number;
                neighbourhood?: string;
                status?: "proposed" | "granted" | "ended";
                theme?: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandatesPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_propose: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposeMandateDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_show: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_endorse: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndorsementDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_grant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_proposeTransfer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_acceptTransfer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
                transferId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_declineTransfer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
                transferId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefusalDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    MandatesController_holder: {
        parameters: {
            query: {
                neighbourhood: string;
                /** @description today when left out */
                on?: string;
                theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolderOfSlot"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NeighbourhoodsController_list: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                limit?: number;
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NeighbourhoodsPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NeighbourhoodsController_show: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbourhood"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    NeighbourhoodsController_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_list: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                limit?: number;
                status?: "unconfirmed" | "active" | "paused" | "suspended" | "ended";
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionsPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_subscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscribeDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscribeOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_show: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSubscriptionDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_deliveries: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                before?: number;
                /** @description of this event only */
                eventId?: string;
                limit?: number;
                state?: "pending" | "delivered" | "dead";
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveriesPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_pause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_replay: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_rotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotateOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SubscriptionsController_skip: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TeamsController_list: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                limit?: number;
                neighbourhood?: string;
            };
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamsPage"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TeamsController_form: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FormTeamDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TeamsController_show: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TeamsController_second: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberDto"];
            };
        };
        responses: {
            /** @description Done: it is there now. */
            201: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TeamsController_end: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The ETag that you have seen; refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
                /** @description a pseudonymous reference to one of your staff, unique in your agency; never a name */
                memberId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndSecondmentDto"];
            };
        };
        responses: {
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The version of the resource after this write. A repeat of the request under its `Idempotency-Key` is answered without. */
                    ETag?: string;
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutcome"];
                };
            };
            /** @description Refused; `code` says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
