/* eslint-disable -- made by `npm run openapi` from the description that the hub gives of itself: do not edit */
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check that the process runs. */
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
        /** Check that the process can take requests: it started, does not stop, and can append events. */
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
        /** Get the metrics of the process, for Prometheus. */
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
        /** List the agencies of the city, a page at a time. */
        get: operations["AgenciesController_list"];
        put?: never;
        /** Enrol an agency. The first agency of a city is the city service of the manager who enrols it. */
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
         * Get an agency, with its cooperation policy.
         * @description Only the agency itself and managers of a city service see the reason of a suspension or end. Others get `reason: null`.
         */
        get: operations["AgenciesController_show"];
        /** Replace the facts about an agency. A number that is left out is removed. */
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
        /** Set the cooperation policy of an agency: the joint work that its staff may join. */
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
        /** End the part of an agency, for good. Its code stays reserved, and its numbers become free. */
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
        /** Resume a suspended agency. */
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
        /** Suspend an agency. It takes no part and cannot read its feed until it is resumed. */
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
        /** List the cases that you may see, a page at a time, cases without coordination first. `view` names the part of each that is shown. */
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
        /** Get a case. Participants get all of it, invited agencies the part that they need to answer, managers of a city service its existence and holder. */
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
        /** Close a case, with its outcome and the reason. Only the agency that coordinates it, or without coordination the agency that opened it. */
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
        /** List the commitments of a case in order of their days, a page at a time. Participants only. */
        get: operations["CasesController_commitments"];
        put?: never;
        /** Propose a commitment: ask a participant to do something by a date, or offer it. Your own offers, and commitments that are assigned bindingly, are accepted at once. */
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
        /** Accept a commitment, as its owner. */
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
        /** Mark a commitment as done, as its owner. */
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
        /** Decline a commitment, as its owner. */
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
        /** List the participants of a case, a page at a time. Participants only. */
        get: operations["CasesController_participants"];
        put?: never;
        /** Invite an agency to a case. It takes part once it accepts; `past` sets the part of the earlier case that it then sees. */
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
        /** Accept the invitation to a case, as the invited agency. */
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
        /** Decline the invitation to a case, as the invited agency. The agency no longer sees the case. */
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
        /** Leave a case, which drops the open commitments of your agency; or take back an invitation. */
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
        /** List the events of a case, in order. Participants only. */
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
         * Read the feed of your agency, in order: events of the mandate register, of the agency itself, and of its cases.
         * @description CloudEvents 1.0, as published. Store `next` and send it back as `after`; every page has it, also an empty one. `more` is true when reading on at once may find events. Delivery is at least once: a repeated event has the same `id`.
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
         * Read the feed as Server-Sent Events: first the events after the cursor, then each new event as it arrives.
         * @description The data of each message is a CloudEvent, and its `id` is the cursor after it. A client that reconnects sends it back as `Last-Event-ID`, as browsers do by themselves. `event: resync`: the cursor was unknown. The feed is sent again from the beginning; events that you have keep their `id`. `event: end` is the last message. It has the `code` of a problem: the token has expired, the agency takes no part any more, or the process stops. A comment every 15 seconds shows that the connection works.
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
        /** List the mandates of the city, a page at a time. */
        get: operations["MandatesController_list"];
        put?: never;
        /** Propose a mandate for slots of neighbourhood and theme, or draft one. It takes effect once it is endorsed and granted. */
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
        /** Get a mandate in its current state. */
        get: operations["MandatesController_show"];
        /** Replace all terms of a draft of your agency. */
        put: operations["MandatesController_revise"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record the decision that confirms a provisional grant. */
        post: operations["MandatesController_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Correct a fact that was recorded wrongly: replace its content, or void it. Nothing is overwritten. */
        post: operations["MandatesController_correct"];
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
        /** End a granted mandate, by decision. */
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
        /** Record the political or administrative endorsement of a mandate, with its decision. */
        post: operations["MandatesController_endorse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record an evaluation, as the holder or as a manager of a city service. It counts as the earliest evaluation that is due. */
        post: operations["MandatesController_evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/extension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Extend the period of a mandate. Refused when another mandate holds one of its slots on one of those days. */
        post: operations["MandatesController_extend"];
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
        /** Grant an endorsed mandate for a period, or any mandate provisionally. Refused when another mandate holds one of its slots on one of those days. */
        post: operations["MandatesController_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the facts about a mandate as recorded, a page at a time, each with its days and its content before and after correction. */
        get: operations["MandatesController_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/narrowing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove slots from a mandate, from a day on. */
        post: operations["MandatesController_narrow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/overlaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the mandates that hold the slots of this one on some of these days, or are proposed for them. A grant would meet these. */
        get: operations["ViewsController_overlaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Propose a draft of your agency. */
        post: operations["MandatesController_proposeDraft"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a mandate as a page to print, in Dutch: terms, holders, decisions, evaluations, transfers and every fact. */
        get: operations["ViewsController_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/resumption": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a suspended mandate. */
        post: operations["MandatesController_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a granted mandate, by decision: take it away from its holder. */
        post: operations["MandatesController_revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspend a mandate. Nobody holds it until it is resumed, and its slots stay taken. */
        post: operations["MandatesController_suspend"];
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
        /** Propose a transfer of a mandate to another agency. The holder stays until the receiver accepts. */
        post: operations["TransfersController_propose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/transfers/{transferId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a transfer: the mandate, its open cases and their commitments. Only the two parties and the managers of a city service. */
        get: operations["TransfersController_preview"];
        put?: never;
        post?: never;
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
        /** Accept a transfer, as the receiver. The holder changes, in one event. With `preview`, only when nothing has changed since. */
        post: operations["TransfersController_accept"];
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
        /** Decline a transfer, as the receiver. The holder stays. */
        post: operations["TransfersController_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/transfers/{transferId}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a proposed transfer, as the holder or as a manager of a city service. */
        post: operations["TransfersController_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/{id}/widening": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add slots to a mandate, from a day on. Refused when another mandate holds one of them on one of those days. */
        post: operations["MandatesController_widen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/continuity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the continuity of each slot that had a mandate, year by year: changes of holder, and days without one. */
        get: operations["ViewsController_continuity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Export the whole register, without drafts, as a CSV, JSON or JSON-LD file. */
        get: operations["ViewsController_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the gaps on a day, each with its first day: slots without a mandate or with a suspended one. Managers of a city service also see cases without coordination. */
        get: operations["ViewsController_gaps"];
        put?: never;
        post?: never;
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
        /** Get the holder of a slot on a day, with its decision and first day. `holder` is null when there is none. `knownAt` asks for an earlier state of the register. */
        get: operations["MandatesController_holder"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import the mandates of an existing register, including past ones: all or none. Mandates that are known with the same content stay as they are. */
        post: operations["ImportController_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mandates/matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the holders on a day, neighbourhood by theme, with steering model, period and due dates; a page of neighbourhoods at a time. */
        get: operations["ViewsController_matrix"];
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
        /** List the neighbourhoods of the city with their centres, a page at a time. */
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
        /** Get a neighbourhood, with its area when known. */
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
        /** Import the neighbourhoods of the city from its open data: all rows or none. Each changed neighbourhood gets a new version. */
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
        /** List the subscriptions of your agency, a page at a time. */
        get: operations["SubscriptionsController_list"];
        put?: never;
        /**
         * Subscribe: deliver the events of your feed to an address of yours.
         * @description The address is asked for its consent first (CloudEvents HTTP 1.1 Web Hooks: OPTIONS with WebHook-Request-Origin, answered with WebHook-Allowed-Origin). Until then the subscription is `unconfirmed`. `secret` is shown only in this response: a repeat of the request does not have it, and `rotate-secret` makes a new one.
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
         * Get a subscription, with its status and its delivery counts.
         * @description `deliveries.sent` always equals the sum of `delivered`, `dead` and `pending`; `behind` counts the entries of the feed that are not processed yet. `publicKeys` verify the signatures `v1a`, the newest first. The secret is shown when it is made, and never again.
         */
        get: operations["SubscriptionsController_show"];
        put?: never;
        post?: never;
        /** End a subscription, for good. */
        delete: operations["SubscriptionsController_end"];
        options?: never;
        head?: never;
        /** Change the settings of a subscription. A new address is asked for its consent first. */
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
        /** List the deliveries of a subscription, newest first, with the time, duration and answer of the last try. */
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
        /** Pause a subscription. Its position in the feed is kept. */
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
         * Replay the feed to a subscription, after a cursor or since a day; from the beginning when neither is given.
         * @description Replays only events that your agency may see today. A replayed event keeps its webhook-id.
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
        /** Resume a subscription at its position. Pending deliveries and requests for consent are tried at once. */
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
         * Rotate the keys of a subscription. For 24 hours deliveries are signed with the former keys as well.
         * @description `secret` is shown only in this response: a repeat of the request does not have it.
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
        /** Skip an event that does not arrive, so that later events follow. */
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
        /** List the neighbourhood teams of the city, a page at a time. */
        get: operations["TeamsController_list"];
        put?: never;
        /** Form a team for one or more neighbourhoods. Its members are seconded by their own agencies, which the team accepts first. */
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
        /** Get a team with its present and future members. A member is a reference of its agency, never a name. */
        get: operations["TeamsController_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/teams/{id}/agencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept an agency on a team, as the agency that formed it or as a manager of a city service. The agency then seconds its own staff. */
        post: operations["TeamsController_accept"];
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
        /** List the present and future members of a team, a page at a time. */
        get: operations["TeamsController_members"];
        put?: never;
        /** Second a member of your own staff to a team that has accepted your agency. */
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
        /** End the secondment of a member of your own staff. */
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
        AcceptAgencyDto: {
            /**
             * @description Code of the agency that may second its staff to the team.
             * @example ocmw-gent
             */
            agency: string;
        };
        AcceptanceDto: {
            /** @description `preview` of the transfer that you have seen. The acceptance is refused with 412 and the difference when something has changed since. */
            preview?: string;
        };
        AgenciesPage: {
            agencies: components["schemas"]["ListedAgency"][];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
        };
        Agency: {
            /** @description Code of the agency. */
            agency: string;
            /** @description Joint work that its staff may join; null until the agency sets it. */
            allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[] | null;
            /** Format: date-time */
            enrolledAt: string;
            /** @description Number in the Crossroads Bank for Enterprises (KBO). */
            kbo: string | null;
            /** @enum {string} */
            kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
            name: string;
            /** @description Number among the organisations of the Flemish government (OVO). */
            ovo: string | null;
            /** @description Number of the police zone. */
            policeZone: string | null;
            /** @description Reason of the suspension or end; null for callers who may not see it. */
            reason: string | null;
            /** @enum {string} */
            status: "active" | "suspended" | "ended";
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        /** @description The facts about an agency changed. The event has the complete new facts. */
        AgencyChangedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
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
        /** @description The agency set its cooperation policy: the complete list of joint work that its staff may join. */
        AgencyCooperationPolicySetEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[];
                city: string;
            };
            /** @constant */
            type: "be.regie.agency.cooperation-policy-set.v1";
        };
        /** @description The agency ended, and takes no part any more. */
        AgencyEndedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.agency.ended.v1";
        };
        /** @description An agency was enrolled, and takes part in the hub. */
        AgencyEnrolledEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
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
        AgencyNamed: {
            /** @description Code of an agency. */
            agency: string;
            /** @description Name of the agency; its code when the name is not known. */
            name: string;
            /**
             * @description The agency takes no part in the hub now, so nobody acts for it here. Present only in responses about today, as known now.
             * @enum {string}
             */
            status?: "suspended" | "ended";
        };
        AgencyOutcome: {
            /** @description Code of the agency. */
            agency: string;
            /** @enum {string} */
            outcome: "enrolled" | "changed" | "suspended" | "resumed" | "ended" | "cooperation-policy-set";
        };
        /** @description A suspended agency takes part again. */
        AgencyResumedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.agency.resumed.v1";
        };
        /** @description The agency was suspended, and takes no part until it is resumed. */
        AgencySuspendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
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
        /** @description Part of the case that you may see; `view` names it. */
        Case: components["schemas"]["WholeCase"] | components["schemas"]["InvitedCase"] | components["schemas"]["OverseenCase"];
        /** @description The case was closed. */
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
        /** @description The owner accepted the commitment. */
        CaseCommitmentAcceptedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description Code of an agency, unique in its city. */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-accepted.v1";
        };
        /** @description The owner declined the commitment. */
        CaseCommitmentDeclinedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description Code of an agency, unique in its city. */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-declined.v1";
        };
        /** @description The owner marked the commitment as done. */
        CaseCommitmentDoneEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description Code of an agency, unique in its city. */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-done.v1";
        };
        /** @description The due date of an accepted commitment passed. */
        CaseCommitmentOverdueEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description Calendar date in Europe/Brussels. */
                dueOn: string;
                /** @description Code of an agency, unique in its city. */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-overdue.v1";
        };
        /** @description A commitment was proposed: an agency is asked, or offers, to do something by a date. */
        CaseCommitmentProposedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description Calendar date in Europe/Brussels. */
                dueOn: string;
                /** @description Code of an agency, unique in its city. */
                owner: string;
                /** @description Code of an agency, unique in its city. */
                proposedBy: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-proposed.v1";
        };
        /** @description The case is without coordination from `on` on. */
        CaseCoordinationLostEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
            };
            /** @constant */
            type: "be.regie.case.coordination-lost.v1";
        };
        /** @description The case runs under this mandate and holder from `from` on. */
        CaseCoordinationTakenOverEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                /** @description Calendar date in Europe/Brussels. */
                from: string;
                /** @description Code of an agency, unique in its city. */
                holder: string;
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                until?: string;
            };
            /** @constant */
            type: "be.regie.case.coordination-taken-over.v1";
        };
        CaseInHandover: {
            caseId: string;
            /** @description Commitments, 20 at most: the open ones first. */
            commitments: components["schemas"]["CommitmentInHandover"][];
            /** @description Number of events of each type that were received about the case. */
            heard: {
                [key: string]: number;
            };
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** Format: date-time */
            openedAt: string;
            /** @description Code of an agency. */
            openedBy: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        /** @description A joint case was opened under the mandate in force for its slot. Its coordination lasts until `until`, when an end is known. */
        CaseOpenedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                /** @description Code of an agency, unique in its city. */
                holder: string;
                mandateId: string;
                /** @description Code of a neighbourhood, unique in its city. */
                neighbourhood: string;
                /** @description Code of an agency, unique in its city. */
                openedBy: string;
                /** @description Number of the last fact of the register of mandates that the opening is based on, from 0. */
                registerRevision?: number;
                /** @enum {unknown} */
                theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                /** @description Calendar date in Europe/Brussels. */
                until?: string;
            };
            /** @constant */
            type: "be.regie.case.opened.v1";
        };
        CaseOutcome: {
            /** @description Id of the case. */
            caseId: string;
            /** @enum {string} */
            outcome: "opened" | "closed";
        };
        /** @description An agency accepted its invitation, and takes part from now on. */
        CaseParticipantAcceptedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
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
                /** @description Code of an agency, unique in its city. */
                agency: string;
                caseId: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.case.participant-declined.v1";
        };
        /** @description An agency was invited. `past`: the part of the time before acceptance that it will see; nothing when left out. */
        CaseParticipantInvitedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                caseId: string;
                city: string;
                /** @description Code of an agency, unique in its city. */
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
                /** @description Code of an agency, unique in its city. */
                agency: string;
                caseId: string;
                city: string;
            };
            /** @constant */
            type: "be.regie.case.participant-withdrawn.v1";
        };
        CasesPage: {
            cases: (components["schemas"]["ListedCase"] | components["schemas"]["InvitedCase"] | components["schemas"]["OverseenCase"])[];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
        };
        ChangeSubscriptionDto: {
            /**
             * @description Mail address that is notified when the hub stops trying.
             * @example ict@partner.example.be
             */
            contact?: string;
            /**
             * @description Content mode of CloudEvents over HTTP.
             * @enum {string}
             */
            content?: "structured" | "binary" | "batch";
            /**
             * @description `thin`: the event as published. `link`: with `dataref`, the address of the resource.
             * @enum {string}
             */
            mode?: "thin" | "link";
            /** @description Codes of neighbourhoods: of the events with a slot, delivers only theirs. All when left out or empty. */
            neighbourhoods?: string[];
            /**
             * @description Signatures of each message: `hmac` (`v1`, with the secret), `ed25519` (`v1a`, for the public key). `hmac` alone when left out at creation.
             * @example [
             *       "hmac"
             *     ]
             */
            signatures?: ("hmac" | "ed25519")[];
            /** @description Themes: of the events with a slot, delivers only theirs. All when left out or empty. */
            themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /**
             * @description Types of events to deliver; all when left out or empty.
             * @example [
             *       "be.regie.mandate.granted.v1"
             *     ]
             */
            types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            /**
             * @description Address that events are posted to. It is asked for its consent first.
             * @example https://partner.example.be/regie
             */
            url?: string;
        };
        Closure: {
            /** @description Code of an agency. */
            closedBy: string;
            /** @description Organisation that takes the case further. */
            escalateTo?: string;
            /** Format: date */
            on: string;
            /** @enum {string} */
            outcome: "solved" | "partly-solved" | "not-solved" | "beyond-local-reach" | "merged";
            reason: string;
        };
        ClosureDto: {
            /** @description Organisation that takes the case further. Required when the case is beyond local reach. */
            escalateTo?: string;
            /** @enum {string} */
            outcome: "solved" | "partly-solved" | "not-solved" | "beyond-local-reach" | "merged";
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
        };
        CloudEvent: {
            /** @constant */
            datacontenttype: "application/json";
            /** @description Name of the schema of the data. */
            dataschema: string;
            /** @description Id of the event; a repeat has the same one. */
            id: string;
            /** @description Opaque key. Events with the same key are in order. */
            partitionkey: string;
            /** @description Position among the events with this key, a whole number. Positions may be missing in between. */
            sequence: string;
            /** @description City by its NIS code, and context, such as `urn:be:nis:44021:regie:cases`. */
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description Id of the thing that the event is about. */
            subject: string;
            /**
             * Format: date-time
             * @description Moment of recording.
             */
            time: string;
            /** @description W3C trace context of the cause. */
            traceparent?: string;
        };
        Commitment: {
            /** @description True: the holder assigned it instead of asking. */
            binding: boolean;
            /** @description Id of the commitment. */
            commitmentId: string;
            /** Format: date */
            dueOn: string;
            /** @description Code of the agency that will do it. */
            owner: string;
            /** Format: date-time */
            proposedAt: string;
            /** @description Code of an agency. */
            proposedBy: string;
            /** @description Reason for declining it. */
            reason: string | null;
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined" | "done";
            what: string;
        };
        CommitmentDto: {
            /** @description True: assign the commitment instead of asking. Only the agency that coordinates may, under the commissioning model. */
            binding?: boolean;
            /**
             * Format: date
             * @description Due date, today or later.
             * @example 2026-09-01
             */
            dueOn: string;
            /**
             * @description Code of the participant that will do it; your own agency is possible.
             * @example ocmw-gent
             */
            owner: string;
            /**
             * @description Stored for ever: no names or data of persons.
             * @example Repair the lights along the path
             */
            what: string;
        };
        CommitmentInHandover: {
            commitmentId: string;
            /** Format: date */
            dueOn: string;
            overdue: boolean;
            /** @description Code of an agency. */
            owner: string;
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined" | "done";
        };
        CommitmentOutcome: {
            /** @description Id of the case. */
            caseId: string;
            /** @description Id of the commitment. */
            commitmentId: string;
            /** @enum {string} */
            outcome: "proposed" | "accepted" | "declined" | "done";
        };
        CommitmentsPage: {
            commitments: components["schemas"]["Commitment"][];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
        };
        ConfirmationDto: {
            decision: components["schemas"]["DecisionDto"];
        };
        Continuity: {
            days: number;
            /**
             * Format: date
             * @description First day.
             */
            from: string;
            /** @description Moment whose state of the register is shown: an instant, or the end of a day. Now when left out. */
            knownAt?: string;
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
            slots: components["schemas"]["SlotContinuity"][];
            /**
             * Format: date
             * @description First day after the period.
             */
            until: string;
        };
        CooperationPolicyDto: {
            /** @description Joint work that its staff may join: the complete list. */
            allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[];
        };
        Coordination: {
            /** @description Code of the agency that coordinates. */
            holder: string;
            /** @description Id of the mandate under which it coordinates. */
            mandateId: string;
            /**
             * Format: date
             * @description First day of this coordination.
             */
            since: string;
            /**
             * @description Power of the holder: `communication` informs, `coordination` asks and agrees, `commissioning` assigns bindingly.
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @description First day after this coordination; null when no end is known. */
            until: string | null;
        };
        CorrectionDto: {
            decision?: components["schemas"]["DecisionDto"];
            /** @description Number of the fact in the history of the mandate. */
            fact: number;
            /** @description Corrected content of the fact: the fields that change. */
            instead?: components["schemas"]["InsteadDto"];
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
            /** @description True: the fact never happened. */
            void?: boolean;
        };
        Decision: {
            /** @description Body that decided, such as `college`. */
            body: string;
            /** Format: date */
            date: string;
            /** @description Web address of the decision. */
            link?: string;
            /** @description Reference of the decision at the city. */
            reference: string;
        };
        DecisionDto: {
            /**
             * @description Body that decided: college, raad, managementteam or directieoverleg.
             * @example college
             */
            body: string;
            /**
             * Format: date
             * @example 2026-09-01
             */
            date: string;
            /**
             * @description Web address of the decision.
             * @example https://raadpleeg.gent.be/2026_CBS_00123
             */
            link?: string;
            /** @example 2026_CBS_00123 */
            reference: string;
        };
        DeliveriesPage: {
            deliveries: components["schemas"]["Delivery"][];
            /** @description Send it back as `before` for the next page; null on the last page. */
            next: number | null;
        };
        Delivery: {
            /** @description Beginning of that answer, or the reason that there was none. */
            answer: string | null;
            /** @description `id` of the event. */
            eventId: string;
            firstTryAt: string | null;
            lastTryAt: string | null;
            /** @description Number of the delivery; the newest has the highest. */
            number: number;
            /** @description Reason that the delivery is dead. */
            reason: string | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "dead";
            /** @description HTTP status of the answer to the last try. */
            status: number | null;
            /**
             * Format: date-time
             * @description Moment at which the event was enqueued.
             */
            takenAt: string;
            /** @description Duration of the last try, in milliseconds. */
            tookMs: number | null;
            tries: number;
            type: components["schemas"]["EventType"];
        };
        /** @description Delivery counts; sent = delivered + dead + pending at every moment. */
        DeliveryAccount: {
            /** @description Number of entries of the feed that are not processed yet. */
            behind: number;
            /** @description Number of events given up: skipped, no longer visible, or left when the subscription ended. */
            dead: number;
            /** @description Number of events that arrived. */
            delivered: number;
            /** @description Number of events without an outcome yet. */
            pending: number;
            /** @description Number of events enqueued for delivery. */
            sent: number;
        };
        EndDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description First day without the mandate, today or later.
             * @example 2026-09-01
             */
            on: string;
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
        };
        EndOfMandate: {
            /** @enum {string} */
            cause: "ended" | "expired" | "revoked";
            decision?: components["schemas"]["Decision"];
            /**
             * Format: date
             * @description First day without the mandate.
             */
            on: string;
            reason: string;
        };
        EndorsementDto: {
            /** @description Political: a decision of the college or the raad. Administrative: a decision of the managementteam or the directieoverleg. */
            decision: components["schemas"]["DecisionDto"];
            /** @enum {string} */
            level: "political" | "administrative";
        };
        EndSecondmentDto: {
            /**
             * Format: date
             * @description First day no longer on the team; today when left out.
             * @example 2026-09-01
             */
            on?: string;
        };
        EnrolDto: {
            /**
             * @description Code of the agency in the hub. It never changes.
             * @example ocmw-gent
             */
            agency: string;
            /**
             * @description KBO number; stored as its ten digits.
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
             * @description Number of a local police zone, four digits.
             * @example 5415
             */
            policeZone?: string;
        };
        Evaluation: {
            /** Format: date */
            dueOn: string;
            /** Format: date */
            heldOn?: string;
            /**
             * @description True: the day has passed.
             * @constant
             */
            overdue?: true;
        };
        EvaluationDto: {
            /** @description Stored for ever: no names or data of persons. */
            findings: string;
            /**
             * Format: date
             * @description Day of a further evaluation.
             * @example 2026-09-01
             */
            nextOn?: string;
            /**
             * Format: date
             * @description Day of the evaluation, today or earlier, within the period.
             * @example 2026-09-01
             */
            on: string;
        };
        /** @enum {string} */
        EventType: "be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1";
        ExtensionDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description Day of a further evaluation.
             * @example 2026-09-01
             */
            evaluateOn?: string;
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
            /**
             * Format: date
             * @description First day after the extended period.
             * @example 2026-09-01
             */
            until: string;
        };
        /** @description `holds`: the days of a fact that sets the holder. */
        FactOfMandate: {
            /** @description Code of the agency that recorded it; null when the hub recorded it on a due day. */
            agency: string | null;
            /** @description Numbers of the newest 100 corrections of this fact. */
            correctedBy: number[];
            /** @description Content of the fact, as recorded. */
            data: {
                [key: string]: unknown;
            };
            holds: components["schemas"]["Period"] | null;
            /** @description Content since its correction; null without one. */
            instead: {
                [key: string]: unknown;
            } | null;
            /** @description 1, 2, 3, ...: the version of the mandate after this fact. */
            number: number;
            /** Format: date-time */
            recordedAt: string;
            /** @description False: a correction voided the fact. */
            stands: boolean;
            /** @description Type of the fact, such as `MandateGranted`. */
            type: string;
        };
        FactsDto: {
            /**
             * @description KBO number; stored as its ten digits.
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
             * @description Number of a local police zone, four digits.
             * @example 5415
             */
            policeZone?: string;
        };
        /** @description A CloudEvent 1.0; `type` names its schema. Ignore types that you do not know, because new ones may come. */
        FeedEvent: components["schemas"]["CaseClosedEvent"] | components["schemas"]["CaseOpenedEvent"] | components["schemas"]["CaseCommitmentAcceptedEvent"] | components["schemas"]["CaseCommitmentDeclinedEvent"] | components["schemas"]["CaseCommitmentDoneEvent"] | components["schemas"]["CaseCommitmentOverdueEvent"] | components["schemas"]["CaseCommitmentProposedEvent"] | components["schemas"]["CaseCoordinationLostEvent"] | components["schemas"]["CaseCoordinationTakenOverEvent"] | components["schemas"]["CaseParticipantAcceptedEvent"] | components["schemas"]["CaseParticipantDeclinedEvent"] | components["schemas"]["CaseParticipantInvitedEvent"] | components["schemas"]["CaseParticipantWithdrawnEvent"] | components["schemas"]["MandateCorrectedEvent"] | components["schemas"]["MandateDecisionOverdueEvent"] | components["schemas"]["MandateEndedEvent"] | components["schemas"]["MandateEndorsedEvent"] | components["schemas"]["MandateEvaluatedEvent"] | components["schemas"]["MandateEvaluationOverdueEvent"] | components["schemas"]["MandateExtendedEvent"] | components["schemas"]["MandateGrantConfirmedEvent"] | components["schemas"]["MandateGrantedEvent"] | components["schemas"]["MandateNarrowedEvent"] | components["schemas"]["MandateProposedEvent"] | components["schemas"]["MandateResumedEvent"] | components["schemas"]["MandateSuspendedEvent"] | components["schemas"]["MandateTransferDeclinedEvent"] | components["schemas"]["MandateTransferExpiredEvent"] | components["schemas"]["MandateTransferProposedEvent"] | components["schemas"]["MandateTransferWithdrawnEvent"] | components["schemas"]["MandateTransferredEvent"] | components["schemas"]["MandateWidenedEvent"] | components["schemas"]["AgencyChangedEvent"] | components["schemas"]["AgencyEndedEvent"] | components["schemas"]["AgencyEnrolledEvent"] | components["schemas"]["AgencyResumedEvent"] | components["schemas"]["AgencySuspendedEvent"] | components["schemas"]["AgencyCooperationPolicySetEvent"] | components["schemas"]["SubscriptionChangedEvent"] | components["schemas"]["SubscriptionConfirmedEvent"] | components["schemas"]["SubscriptionCreatedEvent"] | components["schemas"]["SubscriptionEndedEvent"] | components["schemas"]["SubscriptionEventSkippedEvent"] | components["schemas"]["SubscriptionPausedEvent"] | components["schemas"]["SubscriptionReplayedEvent"] | components["schemas"]["SubscriptionResumedEvent"] | components["schemas"]["SubscriptionSecretRotatedEvent"] | components["schemas"]["SubscriptionSuspendedEvent"];
        FeedPage: {
            events: components["schemas"]["FeedEvent"][];
            /** @description True: reading on at once may find events. */
            more: boolean;
            /** @description Cursor after this page; every page has it, also an empty one. */
            next: string;
        };
        FormTeamDto: {
            /**
             * @description Codes of other agencies that may second their staff to the team.
             * @example [
             *       "ocmw-gent"
             *     ]
             */
            agencies?: string[];
            /** @example Wijkteam Brugse Poort */
            name: string;
            /**
             * @description Codes of the neighbourhoods of the team.
             * @example [
             *       "4",
             *       "7"
             *     ]
             */
            neighbourhoods: string[];
        };
        Gap: {
            /** @description Length of the gap in days, up to and including the day of the question. */
            days: number | null;
            /** @description First day on which the slot is held again; null when none is known. */
            heldFrom: string | null;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** @enum {string} */
            reason: "no-mandate" | "suspended";
            /** @description First day of the gap; null when nobody ever held the slot. */
            since: string | null;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        Gaps: {
            /** @description Only for managers of a city service, 500 at most; null for others. */
            cases: components["schemas"]["UncoordinatedCase"][] | null;
            /** @description True: there are more cases than are shown. */
            casesLeftOut: boolean;
            /** @description Moment whose state of the register is shown: an instant, or the end of a day. Now when left out. */
            knownAt?: string;
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
            /**
             * Format: date
             * @description Day that the response is about.
             */
            on: string;
            slots: components["schemas"]["Gap"][];
        };
        GrantDto: {
            /** @description True: accepts the consequences that the terms name. */
            consequencesAccepted?: boolean;
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description Day of the evaluation, within the period.
             * @example 2026-09-01
             */
            evaluateOn: string;
            /** @description Further days of evaluation, within the period. */
            evaluations?: string[];
            period: components["schemas"]["PeriodDto"];
            /** @description Grants before both endorsements are recorded; a confirmation follows. */
            provisional?: components["schemas"]["ProvisionalDto"];
        };
        Handover: {
            /** @description Last day on which the receiver can answer. */
            answerBy: string | null;
            /** @description Open cases of the mandate, 500 at most. */
            cases: components["schemas"]["CaseInHandover"][];
            counts: {
                evaluationsDue: number;
                evaluationsOverdue: number;
                openCases: number;
                openCommitments: number;
                overdueCommitments: number;
            };
            decision: components["schemas"]["Decision"];
            /** @description Code of an agency. */
            from: string;
            /** @description Mandate that is handed over. */
            mandate: {
                /** @description Id of the only case in which the holder may assign bindingly. In all other cases it asks. */
                commissioningCase: string | null;
                /** @description Consequences for other services. */
                consequences: string[];
                evaluations: components["schemas"]["Evaluation"][];
                /** @description Function that carries out the mandate. */
                executingFunction: string;
                /**
                 * @description Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.
                 * @enum {string}
                 */
                kind: "internal" | "hybrid" | "external" | "statutory";
                /** @description People, money and rooms that come with the mandate. */
                means: string[];
                period: components["schemas"]["Period"] | null;
                /** @description Powers of the holder: decisions that it may take and means that it may use. */
                powers: string[];
                provisional: components["schemas"]["Provisional"] | null;
                slots: components["schemas"]["Slot"][];
                /**
                 * @description Power of the holder: `communication` informs, `coordination` asks and agrees, `commissioning` assigns bindingly.
                 * @enum {string}
                 */
                steeringModel: "communication" | "coordination" | "commissioning";
            };
            /** @description Id of the mandate. */
            mandateId: string;
            /**
             * Format: date
             * @description First day of the new holder.
             */
            on: string;
            /** @description Version of the transfer as shown. Send it with the acceptance, which is then refused when something has changed. */
            preview: string;
            reason: string;
            /**
             * @description Relation to the transfer that lets you see it.
             * @enum {string}
             */
            reasonSeen: "hands-over" | "receives" | "manager-of-a-city-service";
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined" | "withdrawn" | "expired";
            /** @description Code of an agency. */
            to: string;
            /** @description Id of the transfer. */
            transferId: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        HeldSlot: {
            decision: components["schemas"]["Decision"];
            holder: components["schemas"]["AgencyNamed"];
            /** @description Moment whose state of the register is shown: an instant, or the end of a day. Now when left out. */
            knownAt?: string;
            /** @description Id of the mandate. */
            mandateId: string;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            neighbourhoodName?: string;
            /**
             * Format: date
             * @description Day that the response is about.
             */
            on: string;
            /**
             * Format: date-time
             * @description Moment at which the register recorded this.
             */
            recordedAt: string;
            /**
             * Format: date
             * @description First day of the holder.
             */
            since: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @description First day without this holder; null when no end is known. */
            until: string | null;
        };
        HistoryOfMandate: {
            facts: components["schemas"]["FactOfMandate"][];
            /** @description Id of the mandate. */
            mandateId: string;
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: number | null;
        };
        /** @description Holder of a slot on a day; `holder` is null when there is none. */
        HolderOfSlot: components["schemas"]["HeldSlot"] | components["schemas"]["SlotWithoutHolder"];
        /** @description Stretch of days on which one agency holds the mandate, with the decision that made it the holder. */
        Holding: {
            decision: components["schemas"]["Decision"];
            /** @description Code of an agency. */
            holder: string;
            period: components["schemas"]["Period"];
            slots: components["schemas"]["Slot"][];
            /**
             * @description True: nobody acts under the mandate, and its slots stay taken.
             * @constant
             */
            suspended?: true;
        };
        ImportDto: {
            /**
             * @description NIS code of the city of the file, which is your own city.
             * @example 44021
             */
            city?: string;
            neighbourhoods: components["schemas"]["ImportedNeighbourhoodDto"][];
            /**
             * @description Source of the data, for the attribution. Another source is a change.
             * @example Stad Gent, Stadswijken Gent
             */
            source: string;
        };
        ImportedEndorsementsDto: {
            /** @description Decision of the managementteam or the directieoverleg. */
            administrative?: components["schemas"]["DecisionDto"];
            /** @description Decision of the college or the raad. */
            political?: components["schemas"]["DecisionDto"];
        };
        ImportedMandateDto: {
            /** @description Protocol between the organisations (samenwerkingsprotocol). Required for an external mandate. */
            agreement?: string;
            /** @description Id of the only case in which the holder may assign bindingly. In all other cases it asks. */
            commissioningCase?: string;
            /** @description Consequences for other services. A grant accepts them. */
            consequences?: string[];
            /** @description Decision by which the mandate was granted. */
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description Day by which a missing endorsement is due, today or later.
             * @example 2026-09-01
             */
            decisionDueOn?: string;
            /** @description Both are required, unless `decisionDueOn` is set. */
            endorsements: components["schemas"]["ImportedEndorsementsDto"];
            /**
             * Format: date
             * @description Day of the evaluation, past or future, within the period.
             * @example 2026-09-01
             */
            evaluateOn: string;
            /** @description Function that carries out the mandate, such as "gebiedsregisseur Brugse Poort". */
            executingFunction: string;
            /**
             * @description Code of the agency that will hold the mandate.
             * @example ocmw-gent
             */
            holder: string;
            /**
             * @description Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description Article of law that names the holder. Required for a statutory mandate. */
            legalBasis?: string;
            /** @description People, money and rooms that come with the mandate. */
            means?: string[];
            /** @description Period of the mandate; may be over. */
            period: components["schemas"]["PeriodDto"];
            /** @description Powers of the holder: decisions that it may take and means that it may use. */
            powers?: string[];
            /**
             * @description Key of the mandate in the register of the city. A repeated import recognises the mandate by it.
             * @example REG-2019-04
             */
            reference: string;
            /** @description Slots of the mandate: pairs of a neighbourhood and a theme. */
            slots: components["schemas"]["SlotDto"][];
            /** @description Decision, protocol or article by which the holder may assign bindingly. Required for commissioning. */
            steeringBasis?: string;
            /**
             * @description Power of the holder: `communication` informs, `coordination` (the default) asks and agrees, `commissioning` assigns bindingly.
             * @enum {string}
             */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description Reason that the holder must be able to assign bindingly. Required for commissioning. Stored for ever: no names or data of persons. */
            steeringReason?: string;
        };
        ImportedNeighbourhoodDto: {
            /** @description GeoJSON Polygon or MultiPolygon. When left out, a known area stays. */
            area?: {
                [key: string]: unknown;
            };
            /** @description Computed from the area when left out. */
            centre?: components["schemas"]["PointDto"];
            /**
             * @description 1 to 20 characters of A-Z, a-z, 0-9 and dash.
             * @example 4
             */
            code: string;
            /** @example Brugse Poort - Rooigem */
            name: string;
        };
        ImportMandatesDto: {
            /**
             * @description NIS code of the city of the file, which is your own city.
             * @example 44021
             */
            city?: string;
            /** @description True: record nothing, and return the counts or the problems of the import. */
            dryRun?: boolean;
            mandates: components["schemas"]["ImportedMandateDto"][];
        };
        ImportOutcome: {
            /** @description Number of new versions of known neighbourhoods. */
            changed: number;
            /** @enum {string} */
            outcome: "imported";
            /** @description Number of new neighbourhoods. */
            recorded: number;
            /** @description Number of neighbourhoods without changes. */
            unchanged: number;
        };
        InsteadDto: {
            agreement?: string;
            commissioningCase?: string;
            consequences?: string[];
            decision?: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @example 2026-09-01
             */
            evaluateOn?: string;
            evaluations?: string[];
            executingFunction?: string;
            /** @description Stored for ever: no names or data of persons. */
            findings?: string;
            /** @example ocmw-gent */
            holder?: string;
            /** @enum {string} */
            kind?: "internal" | "hybrid" | "external" | "statutory";
            legalBasis?: string;
            means?: string[];
            /**
             * Format: date
             * @example 2026-09-01
             */
            on?: string;
            period?: components["schemas"]["PeriodDto"];
            powers?: string[];
            slots?: components["schemas"]["SlotDto"][];
            steeringBasis?: string;
            /** @enum {string} */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description Stored for ever: no names or data of persons. */
            steeringReason?: string;
            /**
             * Format: date
             * @example 2026-09-01
             */
            until?: string;
        };
        InvitationDto: {
            /**
             * @description Code of the agency to invite.
             * @example ocmw-gent
             */
            agency: string;
            /**
             * @description Part of the time before acceptance that the agency will see; only the agency that coordinates sets it. `nothing` (the default); `summary`: earlier coordination, participants and counts of commitments; or `all`.
             * @example summary
             * @enum {string}
             */
            past?: "nothing" | "summary" | "all";
        };
        /** @description Part of a case that an invited agency needs to answer. */
        InvitedCase: {
            /** @description Id of the case. */
            caseId: string;
            /** @description Code of an agency. */
            holder: string | null;
            /** @description Code of an agency. */
            invitedBy: string;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            title: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
            /** @constant */
            view: "invitation";
            why: string;
        };
        LinkedRegister: {
            /** @description JSON-LD context: the definition of each term. */
            "@context": {
                [key: string]: unknown;
            };
            mandates: {
                [key: string]: unknown;
            }[];
        };
        ListedAgency: {
            /** @description Code of the agency. */
            agency: string;
            /** @description Joint work that its staff may join; null until the agency sets it. */
            allows: ("joint-case" | "neighbourhood-team" | "case-conference" | "programme")[] | null;
            /** Format: date-time */
            enrolledAt: string;
            /** @description Number in the Crossroads Bank for Enterprises (KBO). */
            kbo: string | null;
            /** @enum {string} */
            kind: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
            name: string;
            /** @description Number among the organisations of the Flemish government (OVO). */
            ovo: string | null;
            /** @description Number of the police zone. */
            policeZone: string | null;
            /** @enum {string} */
            status: "active" | "suspended" | "ended";
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        /** @description A case that your agency takes part in or coordinates. */
        ListedCase: {
            /** @description Id of the case. */
            caseId: string;
            coordination: components["schemas"]["Coordination"] | null;
            /** @description Code of the agency that coordinates today, or did on the day of closing. Null without coordination. */
            holder: string | null;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** Format: date-time */
            openedAt: string;
            /** @description Code of an agency. */
            openedBy: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            title: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
            /** @constant */
            view: "full";
            /** @description First day without coordination; null while the case is coordinated, and for a closed case. */
            withoutCoordinationSince: string | null;
        };
        ListedNeighbourhood: {
            centre: components["schemas"]["Point"];
            code: string;
            name: string;
            /** Format: date-time */
            recordedAt: string;
            /** @description Source of the data. */
            source: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        ListedSubscription: {
            /** @description Code of your agency. */
            agency: string;
            /** @description Cause of the suspension or end; null without one. */
            cause: ("last-try-failed" | "not-confirmed" | "place-unknown" | "ended" | "gone" | "agency-ended") | null;
            /** Format: date-time */
            changedAt: string;
            /** @enum {string} */
            content: "structured" | "binary" | "batch";
            /** Format: date-time */
            createdAt: string;
            /** @description Cursor after the last event with an outcome; null before the first. */
            cursor: string | null;
            deliveries: components["schemas"]["DeliveryAccount"];
            /** @description Number of failed tries of the next message. */
            failures: number;
            /** @description Instruction in words: the answer with which the endpoint gives its consent. */
            howToConfirm?: string;
            /** @enum {string} */
            mode: "thin" | "link";
            /** @description Codes of neighbourhoods to deliver; empty: all. */
            neighbourhoods: string[];
            /** @description Moment of the next try; null when none follows by itself: nothing waits, or the subscription or your agency is not active. */
            nextTryAt: string | null;
            /** @description Reason that the last try failed. */
            problem: string | null;
            /** @description Number of requests a minute that the endpoint allows. */
            rate: number | null;
            /** @description Signatures of each message. */
            signatures: ("hmac" | "ed25519")[];
            /** @enum {string} */
            status: "unconfirmed" | "active" | "paused" | "suspended" | "ended";
            /** @description Id of the subscription. */
            subscriptionId: string;
            /** @description Themes to deliver; empty: all. */
            themes: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /** @description Types of events to deliver; empty: all. */
            types: components["schemas"]["EventType"][];
            /** @description Address that events are posted to. */
            url: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        ListedTeam: {
            /** @description Codes of the accepted agencies, which may second their staff to the team. */
            agencies: string[];
            /** Format: date-time */
            formedAt: string;
            /** @description Code of the agency that formed it. */
            formedBy: string;
            name: string;
            /** @description Codes of the neighbourhoods. */
            neighbourhoods: string[];
            /** @description Id of the team. */
            teamId: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        Live: {
            /** @constant */
            status: "ok";
        };
        Mandate: {
            /** @description Protocol between the organisations (samenwerkingsprotocol). */
            agreement: string | null;
            /** @description Id of the only case in which the holder may assign bindingly. In all other cases it asks. */
            commissioningCase: string | null;
            /** @description Consequences for other services. */
            consequences: string[];
            decision: components["schemas"]["Decision"] | null;
            /** @description Code of the agency that drafted it; null when it did not begin as a draft. */
            draftedBy: string | null;
            ended: components["schemas"]["EndOfMandate"] | null;
            /** @description Both are required: now, or by the day on which the decision is due. */
            endorsements: {
                administrative?: components["schemas"]["Decision"];
                political?: components["schemas"]["Decision"];
            };
            /** @description Day of the next evaluation; without a next one, of the last. */
            evaluateOn: string | null;
            evaluations: components["schemas"]["Evaluation"][];
            /** @description Function that carries out the mandate. */
            executingFunction: string;
            /** @description Code of the agency that holds the mandate or will hold it, after every transfer so far. */
            holder: string;
            /** @description Holders and their days, in order of time. */
            holdings: components["schemas"]["Holding"][];
            /**
             * @description Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description Lists of which only the newest are shown: GET /v1/mandates/{id}/history has all facts. */
            leftOut?: ("evaluations" | "holdings" | "transfers")[];
            /** @description Article of law that names the holder. */
            legalBasis: string | null;
            /** @description Id of the mandate. */
            mandateId: string;
            /** @description People, money and rooms that come with the mandate. */
            means: string[];
            period: components["schemas"]["Period"] | null;
            /** @description Powers of the holder: decisions that it may take and means that it may use. */
            powers: string[];
            /**
             * Format: date-time
             * @description Moment at which the first fact about the mandate was recorded.
             */
            proposedAt: string;
            provisional: components["schemas"]["Provisional"] | null;
            slots: components["schemas"]["Slot"][];
            /** @enum {string} */
            status: "draft" | "proposed" | "granted" | "ended";
            /** @description Decision, protocol or article by which the holder may assign bindingly. */
            steeringBasis: string | null;
            /**
             * @description Power of the holder: `communication` informs, `coordination` asks and agrees, `commissioning` assigns bindingly.
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @description Reason that the holder must be able to assign bindingly. */
            steeringReason: string | null;
            transfers: components["schemas"]["Transfer"][];
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        /** @description A fact about the mandate was corrected. The event has the current state of the register, also of the past. `slots`: all slots that the correction touches. */
        MandateCorrectedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description Id of the only case in which the holder may assign bindingly. */
                commissioningCase?: string;
                fact: number;
                /** @enum {unknown} */
                kind: "internal" | "hybrid" | "external" | "statutory";
                mandateId: string;
                /** @description Holdings of the mandate from the day `from` on. They replace the earlier holdings of those days. */
                schedule: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    holdings: {
                        /** @description Code of an agency, unique in its city. */
                        holder: string;
                        /** @description Half-open: `from` is included, `until` is not. */
                        period: {
                            /** @description Calendar date in Europe/Brussels. */
                            from: string;
                            /** @description Calendar date in Europe/Brussels. */
                            until?: string;
                        };
                        slots: {
                            /** @description Code of a neighbourhood, unique in its city. */
                            neighbourhood: string;
                            /** @enum {unknown} */
                            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                        }[];
                        /**
                         * @description True: nobody acts under the mandate on these days, and its slots stay taken.
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
                /** @enum {unknown} */
                steeringModel: "communication" | "coordination" | "commissioning";
            };
            /** @constant */
            type: "be.regie.mandate.corrected.v1";
        };
        /** @description The due date of the decision about a provisional grant passed. */
        MandateDecisionOverdueEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description Calendar date in Europe/Brussels. */
                dueOn: string;
                mandateId: string;
            };
            /** @constant */
            type: "be.regie.mandate.decision-overdue.v1";
        };
        /** @description Nobody holds the mandate from `on`: it ended by decision, was revoked, or its period was over. */
        MandateEndedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @enum {unknown} */
                cause: "ended" | "expired" | "revoked";
                city: string;
                /** @description Code of an agency, unique in its city. */
                holder: string;
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
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
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                /** @enum {unknown} */
                level: "political" | "administrative";
                mandateId: string;
            };
            /** @constant */
            type: "be.regie.mandate.endorsed.v1";
        };
        /** @description The mandate was evaluated. `dueOn` is the due date of that evaluation, when it had one. */
        MandateEvaluatedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                by: string;
                city: string;
                /** @description Calendar date in Europe/Brussels. */
                dueOn?: string;
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                nextOn?: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
            };
            /** @constant */
            type: "be.regie.mandate.evaluated.v1";
        };
        /** @description The due date of an evaluation passed. */
        MandateEvaluationOverdueEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description Calendar date in Europe/Brussels. */
                dueOn: string;
                mandateId: string;
            };
            /** @constant */
            type: "be.regie.mandate.evaluation-overdue.v1";
        };
        /** @description The period of the mandate was extended until `until`. */
        MandateExtendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description Holdings of the mandate from the day `from` on. They replace the earlier holdings of those days. */
                schedule: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    holdings: {
                        /** @description Code of an agency, unique in its city. */
                        holder: string;
                        /** @description Half-open: `from` is included, `until` is not. */
                        period: {
                            /** @description Calendar date in Europe/Brussels. */
                            from: string;
                            /** @description Calendar date in Europe/Brussels. */
                            until?: string;
                        };
                        slots: {
                            /** @description Code of a neighbourhood, unique in its city. */
                            neighbourhood: string;
                            /** @enum {unknown} */
                            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                        }[];
                        /**
                         * @description True: nobody acts under the mandate on these days, and its slots stay taken.
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
                /** @description Calendar date in Europe/Brussels. */
                until: string;
            };
            /** @constant */
            type: "be.regie.mandate.extended.v1";
        };
        /** @description The decision that confirms a provisional grant was taken. */
        MandateGrantConfirmedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
            };
            /** @constant */
            type: "be.regie.mandate.grant-confirmed.v1";
        };
        /** @description The holder has the mandate for these slots over this period; provisionally, when the decision of the bodies is still due. */
        MandateGrantedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                /** @description Calendar date in Europe/Brussels. */
                evaluateOn: string;
                /** @description Further days of evaluation. */
                evaluations?: string[];
                /** @description Code of an agency, unique in its city. */
                holder: string;
                mandateId: string;
                /** @description Half-open: `from` is included, `until` is not. */
                period: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    /** @description Calendar date in Europe/Brussels. */
                    until?: string;
                };
                provisional?: {
                    /** @description Calendar date in Europe/Brussels. */
                    decisionDueOn: string;
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.granted.v1";
        };
        MandateInFile: {
            /** @description Protocol between the organisations (samenwerkingsprotocol). */
            agreement?: string;
            /** @description Id of the only case in which the holder may assign bindingly. In all other cases it asks. */
            commissioningCase?: string;
            /** @description Consequences for other services. */
            consequences?: string[];
            decision?: components["schemas"]["Decision"];
            ended?: components["schemas"]["EndOfMandate"];
            /** @description Both are required: now, or by the day on which the decision is due. */
            endorsements: {
                administrative?: components["schemas"]["Decision"];
                political?: components["schemas"]["Decision"];
            };
            evaluations: components["schemas"]["Evaluation"][];
            /** @description Function that carries out the mandate. */
            executingFunction: string;
            /** @description Code of the agency that was proposed or granted as the holder. `holdings` has the holders over time. */
            holder: string;
            holdings: components["schemas"]["Holding"][];
            /**
             * @description Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description Article of law that names the holder. */
            legalBasis?: string;
            /** @description Id of the mandate. */
            mandateId: string;
            /** @description People, money and rooms that come with the mandate. */
            means?: string[];
            period?: components["schemas"]["Period"];
            /** @description Powers of the holder: decisions that it may take and means that it may use. */
            powers: string[];
            provisional?: components["schemas"]["Provisional"];
            slots: components["schemas"]["Slot"][];
            /** @enum {string} */
            status: "proposed" | "granted" | "ended";
            /** @description Decision, protocol or article by which the holder may assign bindingly. */
            steeringBasis?: string;
            /**
             * @description Power of the holder: `communication` informs, `coordination` asks and agrees, `commissioning` assigns bindingly.
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @description Reason that the holder must be able to assign bindingly. */
            steeringReason?: string;
        };
        /** @description The mandate no longer covers these slots from `on`. */
        MandateNarrowedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
                /** @description Holdings of the mandate from the day `from` on. They replace the earlier holdings of those days. */
                schedule: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    holdings: {
                        /** @description Code of an agency, unique in its city. */
                        holder: string;
                        /** @description Half-open: `from` is included, `until` is not. */
                        period: {
                            /** @description Calendar date in Europe/Brussels. */
                            from: string;
                            /** @description Calendar date in Europe/Brussels. */
                            until?: string;
                        };
                        slots: {
                            /** @description Code of a neighbourhood, unique in its city. */
                            neighbourhood: string;
                            /** @enum {unknown} */
                            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                        }[];
                        /**
                         * @description True: nobody acts under the mandate on these days, and its slots stay taken.
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.narrowed.v1";
        };
        MandateOutcome: {
            /** @description Id of the mandate. */
            mandateId: string;
            /** @enum {string} */
            outcome: "drafted" | "revised" | "proposed" | "endorsed" | "granted" | "confirmed" | "suspended" | "resumed" | "evaluated" | "extended" | "narrowed" | "widened" | "ended" | "revoked" | "corrected";
        };
        /** @description A mandate was proposed; nobody holds it yet. */
        MandateProposedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description Id of the only case in which the holder may assign bindingly. */
                commissioningCase?: string;
                /** @description Code of an agency, unique in its city. */
                holder: string;
                /** @enum {unknown} */
                kind: "internal" | "hybrid" | "external" | "statutory";
                mandateId: string;
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
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
        /** @description The holder has the suspended mandate again from `on`. */
        MandateResumedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
                /** @description Holdings of the mandate from the day `from` on. They replace the earlier holdings of those days. */
                schedule: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    holdings: {
                        /** @description Code of an agency, unique in its city. */
                        holder: string;
                        /** @description Half-open: `from` is included, `until` is not. */
                        period: {
                            /** @description Calendar date in Europe/Brussels. */
                            from: string;
                            /** @description Calendar date in Europe/Brussels. */
                            until?: string;
                        };
                        slots: {
                            /** @description Code of a neighbourhood, unique in its city. */
                            neighbourhood: string;
                            /** @enum {unknown} */
                            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                        }[];
                        /**
                         * @description True: nobody acts under the mandate on these days, and its slots stay taken.
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.resumed.v1";
        };
        MandatesPage: {
            mandates: components["schemas"]["Mandate"][];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
        };
        /** @description Nobody holds the mandate from `on`, until it is resumed; its slots stay taken. */
        MandateSuspendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
                /** @description Holdings of the mandate from the day `from` on. They replace the earlier holdings of those days. */
                schedule: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    holdings: {
                        /** @description Code of an agency, unique in its city. */
                        holder: string;
                        /** @description Half-open: `from` is included, `until` is not. */
                        period: {
                            /** @description Calendar date in Europe/Brussels. */
                            from: string;
                            /** @description Calendar date in Europe/Brussels. */
                            until?: string;
                        };
                        slots: {
                            /** @description Code of a neighbourhood, unique in its city. */
                            neighbourhood: string;
                            /** @enum {unknown} */
                            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                        }[];
                        /**
                         * @description True: nobody acts under the mandate on these days, and its slots stay taken.
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.suspended.v1";
        };
        /** @description The receiver declined the transfer; the holder stays. */
        MandateTransferDeclinedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                by: string;
                city: string;
                mandateId: string;
                transferId: string;
            };
            /** @constant */
            type: "be.regie.mandate.transfer-declined.v1";
        };
        /** @description The receiver did not answer in time; the holder stays. */
        MandateTransferExpiredEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Calendar date in Europe/Brussels. */
                answerBy: string;
                city: string;
                mandateId: string;
                transferId: string;
            };
            /** @constant */
            type: "be.regie.mandate.transfer-expired.v1";
        };
        /** @description A transfer was proposed, and waits for the answer of the receiver. The holder stays until then. */
        MandateTransferProposedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description Code of an agency, unique in its city. */
                from: string;
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
                /** @description Code of an agency, unique in its city. */
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
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                /** @description Code of an agency, unique in its city. */
                from: string;
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
                /** @description Half-open: `from` is included, `until` is not. */
                period: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    /** @description Calendar date in Europe/Brussels. */
                    until?: string;
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
                /** @description Code of an agency, unique in its city. */
                to: string;
            };
            /** @constant */
            type: "be.regie.mandate.transferred.v1";
        };
        /** @description A proposed transfer was taken back; the holder stays. */
        MandateTransferWithdrawnEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                by: string;
                city: string;
                mandateId: string;
                transferId: string;
            };
            /** @constant */
            type: "be.regie.mandate.transfer-withdrawn.v1";
        };
        /** @description The mandate covers these slots as well from `on`. */
        MandateWidenedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description Calendar date in Europe/Brussels. */
                    date: string;
                    /** @description Web address of the decision. */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description Calendar date in Europe/Brussels. */
                on: string;
                /** @description Holdings of the mandate from the day `from` on. They replace the earlier holdings of those days. */
                schedule: {
                    /** @description Calendar date in Europe/Brussels. */
                    from: string;
                    holdings: {
                        /** @description Code of an agency, unique in its city. */
                        holder: string;
                        /** @description Half-open: `from` is included, `until` is not. */
                        period: {
                            /** @description Calendar date in Europe/Brussels. */
                            from: string;
                            /** @description Calendar date in Europe/Brussels. */
                            until?: string;
                        };
                        slots: {
                            /** @description Code of a neighbourhood, unique in its city. */
                            neighbourhood: string;
                            /** @enum {unknown} */
                            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                        }[];
                        /**
                         * @description True: nobody acts under the mandate on these days, and its slots stay taken.
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description Code of a neighbourhood, unique in its city. */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.widened.v1";
        };
        Matrix: {
            /** @description Moment whose state of the register is shown: an instant, or the end of a day. Now when left out. */
            knownAt?: string;
            neighbourhoods: components["schemas"]["MatrixNeighbourhood"][];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
            /**
             * Format: date
             * @description Day that the response is about.
             */
            on: string;
        };
        MatrixNeighbourhood: {
            name: string;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** @description One for each theme. */
            slots: (components["schemas"]["MatrixSlot"] | components["schemas"]["MatrixSlotWithoutMandate"])[];
        };
        /** @description `evaluation`: the earliest one that was not held by that day. `provider`: about today, as known now; only for the holder and managers of a city service. */
        MatrixSlot: {
            decision: components["schemas"]["Decision"];
            decisionDueOn: string | null;
            evaluation: {
                /** Format: date */
                dueOn: string;
                overdue: boolean;
            } | null;
            holder: components["schemas"]["AgencyNamed"];
            /**
             * @description Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description Id of the mandate. */
            mandateId: string;
            provider?: components["schemas"]["ProviderShare"];
            /**
             * Format: date-time
             * @description Moment at which the register recorded this.
             */
            recordedAt: string;
            /**
             * Format: date
             * @description First day of the holder.
             */
            since: string;
            /**
             * @description `provisional`: in force, with its decision still due. `suspended`: nobody acts under it.
             * @enum {string}
             */
            state: "held" | "provisional" | "suspended";
            /**
             * @description Power of the holder: `communication` informs, `coordination` asks and agrees, `commissioning` assigns bindingly.
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @description First day without this holder; null when no end is known. */
            until: string | null;
        };
        MatrixSlotWithoutMandate: {
            /** @constant */
            state: "none";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        Member: {
            /** @description Code of the agency that seconds the member. */
            agency: string;
            /** Format: date */
            from: string;
            function: string;
            /** @description Reference of that agency, never a name. */
            memberId: string;
            /** @description First day no longer on the team; null when open-ended. */
            until: string | null;
        };
        MemberDto: {
            /**
             * @description Code of your own agency: an agency seconds its own staff.
             * @example ocmw-gent
             */
            agency?: string;
            /**
             * Format: date
             * @description First day on the team.
             * @example 2026-09-01
             */
            from: string;
            /** @example maatschappelijk werker */
            function: string;
            /**
             * @description Pseudonymous reference to a member of your staff, unique in your agency; never a name.
             * @example m-0042
             */
            memberId: string;
            /**
             * Format: date
             * @description First day no longer on the team; open-ended when left out.
             * @example 2026-09-01
             */
            until?: string;
        };
        MembersPage: {
            members: components["schemas"]["Member"][];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
        };
        Neighbourhood: {
            /** @description GeoJSON geometry. */
            area: components["schemas"]["Area"] | null;
            centre: components["schemas"]["Point"];
            code: string;
            name: string;
            /** Format: date-time */
            recordedAt: string;
            /** @description Source of the data. */
            source: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        NeighbourhoodsPage: {
            neighbourhoods: components["schemas"]["ListedNeighbourhood"][];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
        };
        OpenCaseDto: {
            /**
             * @description Codes of the agencies to invite.
             * @example [
             *       "ocmw-gent",
             *       "woningent"
             *     ]
             */
            invite?: string[];
            /** @example 4 */
            neighbourhood: string;
            /** @description Purpose and limits of the case. Begin small. Stored for ever: no names or data of persons. */
            scope: string;
            /**
             * @example leefbaarheid
             * @enum {string}
             */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /**
             * @description Stored for ever: no names or data of persons.
             * @example Litter around the Pierkespark
             */
            title: string;
            /** @description Reason that the solution lies in the neighbourhood, at least in part. Stored for ever: no names or data of persons. */
            why: string;
        };
        Overlap: {
            /** @description First day; null when none is recorded yet. */
            from: string | null;
            /** @description Code of an agency. */
            holder: string;
            /** @description Id of the mandate. */
            mandateId: string;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /**
             * @description `held`: a grant would be refused. `proposed`: the mandate that is granted first gets the slot.
             * @enum {string}
             */
            state: "held" | "proposed";
            suspended: boolean;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @description First day after the period; null when it is open-ended or not recorded yet. */
            until: string | null;
        };
        Overlaps: {
            /** @description True: no other mandate holds one of the slots on one of the days. */
            free: boolean;
            /**
             * Format: date
             * @description First day.
             */
            from: string;
            /** @description True: there are more overlaps than are shown. */
            leftOut: boolean;
            /** @description Id of the mandate. */
            mandateId: string;
            /** @description Overlaps, 500 at most. */
            overlaps: components["schemas"]["Overlap"][];
            /** @description First day after the period; null when open-ended. */
            until: string | null;
        };
        /** @description Existence and coordination of a case, for managers of a city service. */
        OverseenCase: {
            /** @description Id of the case. */
            caseId: string;
            coordination: components["schemas"]["Coordination"] | null;
            /** @description Code of the agency that coordinates today, or did on the day of closing. Null without coordination. */
            holder: string | null;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @constant */
            view: "oversight";
            /** @description First day without coordination; null while the case is coordinated, and for a closed case. */
            withoutCoordinationSince: string | null;
        };
        Participant: {
            /** @description Code of an agency. */
            agency: string;
            /** @description Code of an agency. */
            invitedBy: string;
            /** @description Reason that the agency gave for its last step. */
            reason: string | null;
            /**
             * Format: date-time
             * @description Moment of its last step.
             */
            since: string;
            /** @enum {string} */
            status: "invited" | "accepted" | "declined" | "withdrawn";
        };
        ParticipantOutcome: {
            /** @description Code of an agency. */
            agency: string;
            /** @description Id of the case. */
            caseId: string;
            /** @enum {string} */
            outcome: "invited" | "accepted" | "declined" | "withdrawn";
        };
        ParticipantsPage: {
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
            participants: components["schemas"]["Participant"][];
        };
        Period: {
            /**
             * Format: date
             * @description First day.
             */
            from: string;
            /**
             * Format: date
             * @description First day after the period; open-ended when left out.
             */
            until?: string;
        };
        PeriodDto: {
            /**
             * Format: date
             * @description First day.
             * @example 2026-09-01
             */
            from: string;
            /**
             * Format: date
             * @description First day after the period; open-ended when left out.
             * @example 2026-09-01
             */
            until?: string;
        };
        Point: {
            /** @description Degrees in WGS84. */
            lat: number;
            /** @description Degrees in WGS84. */
            lon: number;
        };
        PointDto: {
            /** @description Degrees in WGS84. */
            lat: number;
            /** @description Degrees in WGS84. */
            lon: number;
        };
        /** @description A refusal. Further members are the facts that the caller needs to act on. */
        Problem: {
            /**
             * @description Stable code for programs.
             * @example mandate.slot-taken
             */
            code: string;
            /**
             * Format: uri
             * @description Id of this response, as in the log.
             */
            instance?: string;
            status: number;
            /** @description Problem and remedy, in a sentence for people. */
            title: string;
            /**
             * Format: uri
             * @description `urn:be:regie:problem:` and the code.
             */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * @description Codes of refusals that are known today; new ones may come.
         * @enum {string}
         */
        ProblemCode: "access.agencies-by-the-city" | "access.answers-for-itself" | "access.city-manager-only" | "access.city-not-served" | "access.claims-incomplete" | "access.decisions-by-the-city" | "access.key-not-known-yet" | "access.kind-by-the-city" | "access.not-a-participant" | "access.not-the-coordinator" | "access.not-the-forming-agency" | "access.not-the-holder" | "access.not-the-inviter" | "access.not-the-owner" | "access.not-the-receiver" | "access.not-your-agency" | "access.other-city" | "access.own-staff-only" | "access.past-by-the-coordinator" | "access.provider-unreachable" | "access.role" | "access.subscriptions-by-the-agency" | "access.token-expired" | "access.token-invalid" | "access.token-missing" | "agency.code-reserved" | "agency.code-taken" | "agency.ended" | "agency.first-is-your-city-service" | "agency.identifier-missing" | "agency.identifier-taken" | "agency.kbo-invalid" | "agency.last-city-service" | "agency.not-active" | "agency.not-known" | "agency.ovo-invalid" | "agency.police-zone-invalid" | "agency.unknown" | "case.agency-of-another-kind" | "case.closed" | "case.escalation-target-missing" | "case.invitation-answered" | "case.no-mandate" | "case.not-allowed-by-agency" | "case.steering-model-forbids" | "case.unknown" | "commitment.answered" | "commitment.due-in-the-past" | "commitment.not-accepted" | "commitment.owner-takes-no-part" | "commitment.unknown" | "database.away" | "database.read-only" | "decision.in-the-future" | "feed.cursor-foreign" | "feed.cursor-malformed" | "feed.cursor-unknown" | "feed.too-many-streams" | "internal" | "mandate.already-endorsed" | "mandate.already-holder" | "mandate.answer-by-in-the-past" | "mandate.case-without-commissioning" | "mandate.change-in-the-past" | "mandate.change-outside-period" | "mandate.change-planned" | "mandate.changed-since-preview" | "mandate.commissioning-needs-basis" | "mandate.commissioning-needs-reason" | "mandate.consequences-not-accepted" | "mandate.correction-does-not-fit" | "mandate.correction-not-possible" | "mandate.decision-due-outside-period" | "mandate.end-in-the-past" | "mandate.end-outside-period" | "mandate.endorsed-by-another-body" | "mandate.evaluation-before-start" | "mandate.evaluation-in-the-future" | "mandate.evaluation-outside-period" | "mandate.extension-shortens" | "mandate.external-needs-agreement" | "mandate.fact-unknown" | "mandate.holder-of-another-kind" | "mandate.import-differs" | "mandate.import-empty" | "mandate.not-a-draft" | "mandate.not-endorsed" | "mandate.not-granted" | "mandate.not-proposed" | "mandate.not-provisional" | "mandate.not-suspended" | "mandate.nothing-left" | "mandate.open-ended" | "mandate.period-too-long" | "mandate.reference-twice" | "mandate.rows-invalid" | "mandate.slot-in-scope" | "mandate.slot-not-in-scope" | "mandate.slot-taken" | "mandate.slot-twice" | "mandate.statutory" | "mandate.statutory-needs-legal-basis" | "mandate.suspended" | "mandate.too-many-slots" | "mandate.transfer-answered" | "mandate.transfer-expired" | "mandate.transfer-outdated" | "mandate.transfer-outside-period" | "mandate.transfer-pending" | "mandate.transfer-too-early" | "mandate.unknown" | "member.unknown" | "neighbourhood.import-empty" | "neighbourhood.not-known" | "neighbourhood.rows-invalid" | "neighbourhood.unknown" | "participant.unknown" | "period.ends-before-it-starts" | "processors.behind" | "read-model.behind" | "request.after-malformed" | "request.conflict" | "request.if-match-malformed" | "request.invalid" | "request.key-malformed" | "request.key-reused" | "request.malformed" | "request.media-type" | "request.not-json" | "request.refused" | "request.stale" | "request.time-limit" | "request.too-large" | "request.too-many" | "route.method" | "route.unknown" | "service.not-ready" | "service.overloaded" | "service.stopping" | "store.busy" | "store.clocks-differ" | "store.outcome-unknown" | "store.refused" | "subscription.ended" | "subscription.event-not-waiting" | "subscription.replay-ahead" | "subscription.replay-from-where" | "subscription.too-many" | "subscription.unknown" | "subscription.url-refused" | "team.agency-not-accepted" | "team.already-member" | "team.end-in-the-past" | "team.needs-neighbourhood" | "team.not-allowed-by-agency" | "team.too-many-agencies" | "team.unknown" | "transfer.unknown";
        ProposeMandateDto: {
            /** @description Protocol between the organisations (samenwerkingsprotocol). Required for an external mandate. */
            agreement?: string;
            /** @description Id of the only case in which the holder may assign bindingly. In all other cases it asks. */
            commissioningCase?: string;
            /** @description Consequences for other services. A grant accepts them. */
            consequences?: string[];
            /** @description True: a draft, which only your own agency sees until it is proposed. */
            draft?: boolean;
            /** @description Function that carries out the mandate, such as "gebiedsregisseur Brugse Poort". */
            executingFunction: string;
            /**
             * @description Code of the agency that will hold the mandate.
             * @example ocmw-gent
             */
            holder: string;
            /**
             * @description Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description Article of law that names the holder. Required for a statutory mandate. */
            legalBasis?: string;
            /** @description People, money and rooms that come with the mandate. */
            means?: string[];
            /** @description Powers of the holder: decisions that it may take and means that it may use. */
            powers?: string[];
            /** @description Slots of the mandate: pairs of a neighbourhood and a theme. */
            slots: components["schemas"]["SlotDto"][];
            /** @description Decision, protocol or article by which the holder may assign bindingly. Required for commissioning. */
            steeringBasis?: string;
            /**
             * @description Power of the holder: `communication` informs, `coordination` (the default) asks and agrees, `commissioning` assigns bindingly.
             * @enum {string}
             */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description Reason that the holder must be able to assign bindingly. Required for commissioning. Stored for ever: no names or data of persons. */
            steeringReason?: string;
        };
        ProviderShare: {
            /** @description Number of accepted commitments in the open cases of the slot. */
            commitments: number;
            /** @description True: the holder is the main provider. */
            main: boolean;
            /** @description Number of these commitments that the holder owns. */
            owned: number;
        };
        Provisional: {
            /**
             * Format: date
             * @description Day by which the decision on the provisional grant is due.
             */
            decisionDueOn: string;
            /**
             * @description True: the day has passed.
             * @constant
             */
            overdue?: true;
        };
        ProvisionalDto: {
            /**
             * Format: date
             * @description Day by which the bodies decide, today or later.
             * @example 2026-09-01
             */
            decisionDueOn: string;
        };
        Ready: {
            /** @description State of each check, with its details. */
            details: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @description State of each check, with its details. */
            error?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @description State of each check, with its details. */
            info?: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
            /** @enum {string} */
            status: "ok";
        };
        ReasonDto: {
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
        };
        RefusalDto: {
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
        };
        RegisterFile: {
            /** @description NIS code of the municipality. */
            city: string;
            mandates: components["schemas"]["MandateInFile"][];
        };
        RegisterImportOutcome: {
            /** @enum {string} */
            outcome: "imported" | "checked";
            /** @description Number of new mandates; of a dry run, the number that an import would record. */
            recorded: number;
            /** @description Number of mandates that are known with the same content. */
            unchanged: number;
        };
        ReplayDto: {
            /** @description Cursor of your feed: everything after it is delivered again. */
            after?: string;
            /**
             * Format: date
             * @description Day in Brussels: everything since its beginning is delivered again.
             * @example 2026-09-01
             */
            since?: string;
        };
        ResumptionDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description First day after the suspension, today or later.
             * @example 2026-09-01
             */
            on: string;
        };
        RotateOutcome: {
            /** @enum {string} */
            outcome: "rotated";
            /**
             * Format: date-time
             * @description Moment until which deliveries are signed with the former keys as well.
             */
            overlapUntil: string;
            /** @description `whpk_` and 32 bytes in base64: the key that verifies the signatures `v1a` of a subscription with `ed25519`. Null in a repeat after the end of the subscription. */
            publicKey: string | null;
            /** @description `whsec_` and 32 bytes in base64: the key of the signatures `v1`. Shown once; null in the response to a repeat. */
            secret: string | null;
            /** @description Id of the subscription. */
            subscriptionId: string;
        };
        ScopeDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description First day of the changed scope, today or later.
             * @example 2026-09-01
             */
            on: string;
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
            /** @description Slots to remove, or to add. */
            slots: components["schemas"]["SlotDto"][];
        };
        SkipDto: {
            /** @description `id` of an event that waits for delivery. */
            eventId: string;
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
        };
        Slot: {
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        SlotContinuity: {
            /** @description Number of days on which the acting agency differs from the previous one. */
            changes: number;
            /** @description Number of days without a mandate. */
            gapDays: number;
            /** @description Codes of the agencies that held the slot. */
            holders: string[];
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** @description Number of days with a suspended mandate. */
            suspendedDays: number;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            years: components["schemas"]["YearOfSlot"][];
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
        /** @description `suspended`: the holding that is suspended on this day. */
        SlotWithoutHolder: {
            holder: null;
            /** @description Moment whose state of the register is shown: an instant, or the end of a day. Now when left out. */
            knownAt?: string;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            neighbourhoodName?: string;
            /**
             * Format: date
             * @description Day that the response is about.
             */
            on: string;
            suspended?: components["schemas"]["SuspendedHolding"];
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        SubscribeDto: {
            /** @description Cursor of your feed after which deliveries begin. When left out, they begin with the next new event. */
            after?: string;
            /**
             * @description Mail address that is notified when the hub stops trying.
             * @example ict@partner.example.be
             */
            contact?: string;
            /**
             * @description Content mode of CloudEvents over HTTP.
             * @enum {string}
             */
            content?: "structured" | "binary" | "batch";
            /**
             * @description `thin`: the event as published. `link`: with `dataref`, the address of the resource.
             * @enum {string}
             */
            mode?: "thin" | "link";
            /** @description Codes of neighbourhoods: of the events with a slot, delivers only theirs. All when left out or empty. */
            neighbourhoods?: string[];
            /**
             * @description Signatures of each message: `hmac` (`v1`, with the secret), `ed25519` (`v1a`, for the public key). `hmac` alone when left out at creation.
             * @example [
             *       "hmac"
             *     ]
             */
            signatures?: ("hmac" | "ed25519")[];
            /** @description Themes: of the events with a slot, delivers only theirs. All when left out or empty. */
            themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /**
             * @description Types of events to deliver; all when left out or empty.
             * @example [
             *       "be.regie.mandate.granted.v1"
             *     ]
             */
            types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            /**
             * @description Address that events are posted to. It is asked for its consent first.
             * @example https://partner.example.be/regie
             */
            url: string;
        };
        SubscribeOutcome: {
            /** @description Instruction in words: the answer with which the endpoint gives its consent. */
            howToConfirm: string;
            /** @enum {string} */
            outcome: "unconfirmed";
            /** @description `whpk_` and 32 bytes in base64: the key that verifies the signatures `v1a` of a subscription with `ed25519`. Null in a repeat after the end of the subscription. */
            publicKey: string | null;
            /** @description `whsec_` and 32 bytes in base64: the key of the signatures `v1`. Shown once; null in the response to a repeat. */
            secret: string | null;
            /** @description Id of the subscription. */
            subscriptionId: string;
        };
        Subscription: {
            /** @description Code of your agency. */
            agency: string;
            /** @description Cause of the suspension or end; null without one. */
            cause: ("last-try-failed" | "not-confirmed" | "place-unknown" | "ended" | "gone" | "agency-ended") | null;
            /** Format: date-time */
            changedAt: string;
            /** @description Mail address that is notified when the hub stops trying. */
            contact: string | null;
            /** @enum {string} */
            content: "structured" | "binary" | "batch";
            /** Format: date-time */
            createdAt: string;
            /** @description Cursor after the last event with an outcome; null before the first. */
            cursor: string | null;
            deliveries: components["schemas"]["DeliveryAccount"];
            /** @description Number of failed tries of the next message. */
            failures: number;
            /** @description Instruction in words: the answer with which the endpoint gives its consent. */
            howToConfirm?: string;
            /** @enum {string} */
            mode: "thin" | "link";
            /** @description Codes of neighbourhoods to deliver; empty: all. */
            neighbourhoods: string[];
            /** @description Moment of the next try; null when none follows by itself: nothing waits, or the subscription or your agency is not active. */
            nextTryAt: string | null;
            /** @description Reason that the last try failed. */
            problem: string | null;
            /** @description Keys that verify the signatures `v1a`, newest first. */
            publicKeys: string[];
            /** @description Number of requests a minute that the endpoint allows. */
            rate: number | null;
            /** @description Signatures of each message. */
            signatures: ("hmac" | "ed25519")[];
            /** @enum {string} */
            status: "unconfirmed" | "active" | "paused" | "suspended" | "ended";
            /** @description Id of the subscription. */
            subscriptionId: string;
            /** @description Themes to deliver; empty: all. */
            themes: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
            /** @description Types of events to deliver; empty: all. */
            types: components["schemas"]["EventType"][];
            /** @description Address that events are posted to. */
            url: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        /** @description The settings of the subscription changed. `confirmationNeeded`: the address is new, and has to give its consent first. */
        SubscriptionChangedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
                confirmationNeeded: boolean;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.changed.v1";
        };
        /** @description The endpoint gave its consent to deliveries. */
        SubscriptionConfirmedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.confirmed.v1";
        };
        /** @description The agency subscribed. Nothing is delivered before its endpoint gives consent. */
        SubscriptionCreatedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.created.v1";
        };
        /** @description The subscription ended: by its agency, by an endpoint that answered 410 (gone), or because the agency takes no part any more. */
        SubscriptionEndedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                /** @enum {unknown} */
                cause: "ended" | "gone" | "agency-ended";
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.ended.v1";
        };
        /** @description The agency skipped one event: it is not delivered to this subscription. */
        SubscriptionEventSkippedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
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
            /** @description Id of the subscription. */
            subscriptionId: string;
        };
        /** @description The agency paused the subscription; its position in the feed is kept. */
        SubscriptionPausedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.paused.v1";
        };
        /** @description The agency replays its feed from an earlier position on. */
        SubscriptionReplayedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.replayed.v1";
        };
        /** @description The agency resumed the subscription; pending deliveries are tried at once. */
        SubscriptionResumedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.resumed.v1";
        };
        /** @description Deliveries are signed with new keys, and with the former ones as well until `overlapUntil`. */
        SubscriptionSecretRotatedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
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
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
            subscriptions: components["schemas"]["ListedSubscription"][];
        };
        /** @description The hub stopped trying. The position in the feed is kept until the agency resumes the subscription or replays from an earlier position. */
        SubscriptionSuspendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description Code of an agency, unique in its city. */
                agency: string;
                /** @enum {unknown} */
                cause: "last-try-failed" | "not-confirmed" | "place-unknown";
                city: string;
                subscriptionId: string;
            };
            /** @constant */
            type: "be.regie.subscription.suspended.v1";
        };
        SuspendedHolding: {
            decision: components["schemas"]["Decision"];
            holder: components["schemas"]["AgencyNamed"];
            /** @description Id of the mandate. */
            mandateId: string;
            /**
             * Format: date-time
             * @description Moment at which the register recorded this.
             */
            recordedAt: string;
            /**
             * Format: date
             * @description First day of the holder.
             */
            since: string;
            /** @description First day without this holder; null when no end is known. */
            until: string | null;
        };
        SuspensionDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description First day of the suspension, today or later.
             * @example 2026-09-01
             */
            on: string;
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
        };
        Team: {
            /** @description Codes of the accepted agencies, which may second their staff to the team. */
            agencies: string[];
            /** Format: date-time */
            formedAt: string;
            /** @description Code of the agency that formed it. */
            formedBy: string;
            /** @description Present and future members, 100 at most. */
            members: components["schemas"]["Member"][];
            /**
             * @description There are more: GET /v1/teams/{id}/members lists all.
             * @constant
             */
            membersLeftOut?: true;
            name: string;
            /** @description Codes of the neighbourhoods. */
            neighbourhoods: string[];
            /** @description Id of the team. */
            teamId: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
        };
        TeamOutcome: {
            /** @enum {string} */
            outcome: "formed" | "agency-accepted" | "seconded" | "ended";
            /** @description Id of the team. */
            teamId: string;
        };
        TeamsPage: {
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: string | null;
            teams: components["schemas"]["ListedTeam"][];
        };
        TermsDto: {
            /** @description Protocol between the organisations (samenwerkingsprotocol). Required for an external mandate. */
            agreement?: string;
            /** @description Id of the only case in which the holder may assign bindingly. In all other cases it asks. */
            commissioningCase?: string;
            /** @description Consequences for other services. A grant accepts them. */
            consequences?: string[];
            /** @description Function that carries out the mandate, such as "gebiedsregisseur Brugse Poort". */
            executingFunction: string;
            /**
             * @description Code of the agency that will hold the mandate.
             * @example ocmw-gent
             */
            holder: string;
            /**
             * @description Interne, hybride or externe regie; or `statutory`, for a mandate whose holder the law names.
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description Article of law that names the holder. Required for a statutory mandate. */
            legalBasis?: string;
            /** @description People, money and rooms that come with the mandate. */
            means?: string[];
            /** @description Powers of the holder: decisions that it may take and means that it may use. */
            powers?: string[];
            /** @description Slots of the mandate: pairs of a neighbourhood and a theme. */
            slots: components["schemas"]["SlotDto"][];
            /** @description Decision, protocol or article by which the holder may assign bindingly. Required for commissioning. */
            steeringBasis?: string;
            /**
             * @description Power of the holder: `communication` informs, `coordination` (the default) asks and agrees, `commissioning` assigns bindingly.
             * @enum {string}
             */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description Reason that the holder must be able to assign bindingly. Required for commissioning. Stored for ever: no names or data of persons. */
            steeringReason?: string;
        };
        Timeline: {
            entries: components["schemas"]["TimelineEntry"][];
            /** @description Send it back as `after` for the next page; null on the last page. */
            next: number | null;
        };
        TimelineEntry: {
            /** @description Code of the agency that caused it. Null: the case itself, after a change of the register or on a due day. */
            agency: string | null;
            /**
             * Format: date-time
             * @description Moment of recording.
             */
            at: string;
            /** @description Data of the event. */
            data: {
                [key: string]: unknown;
            };
            /** @description 1, 2, 3, ... in the order of the case. Entries that you may not see are left out. */
            number: number;
            /** @description Type of the event, such as `CaseOpened`. */
            type: string;
        };
        Transfer: {
            /**
             * Format: date
             * @description Last day on which the receiver can answer.
             */
            answerBy?: string;
            decision: components["schemas"]["Decision"];
            /** @description Code of an agency. */
            from: string;
            /**
             * Format: date
             * @description First day of the new holder.
             */
            on: string;
            reason: string;
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined" | "withdrawn" | "expired";
            /** @description Code of an agency. */
            to: string;
            /** @description Id of the transfer. */
            transferId: string;
        };
        TransferDto: {
            /**
             * Format: date
             * @description Last day on which the receiver can answer. When left out, the transfer waits until it is withdrawn.
             * @example 2026-09-01
             */
            answerBy?: string;
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description First day of the new holder.
             * @example 2026-09-01
             */
            on: string;
            /** @description Stored for ever: no names or data of persons. */
            reason: string;
            /**
             * @description Code of the agency that will hold the mandate.
             * @example ocmw-gent
             */
            to: string;
        };
        TransferOutcome: {
            /** @description Id of the mandate. */
            mandateId: string;
            /** @enum {string} */
            outcome: "transfer-proposed" | "transferred" | "transfer-declined" | "transfer-withdrawn";
            /** @description Id of the transfer. */
            transferId: string;
        };
        UncoordinatedCase: {
            /** @description Id of the case. */
            caseId: string;
            /** @description Number of days without coordination, both ends included. */
            days: number;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /**
             * Format: date
             * @description First day without coordination.
             */
            since: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        WebhookMessage: {
            data: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            datacontenttype: "application/json";
            /** @description Address of the resource, with `mode: link`. */
            dataref?: string;
            dataschema: string;
            /** @description Id of the event; a repeat has the same one. */
            id: string;
            /** @description Opaque key. Events with the same key are in order. */
            partitionkey: string;
            sequence: string;
            /** @example urn:be:nis:44021:regie:mandates */
            source: string;
            /** @enum {string} */
            specversion: "1.0";
            /** @description Id of the thing that the event is about. */
            subject: string;
            /** Format: date-time */
            time: string;
            /** @description W3C trace context of the cause. */
            traceparent?: string;
            /**
             * @description Type of the event; /asyncapi.json has the schema of its data.
             * @example be.regie.mandate.granted.v1
             */
            type: string;
        };
        /** @description All of a case that your agency may see. */
        WholeCase: {
            /** @description Id of the case. */
            caseId: string;
            closed: components["schemas"]["Closure"] | null;
            /** @description Commitments, 100 at most: the open ones first. */
            commitments: components["schemas"]["Commitment"][];
            /**
             * @description There are more: GET /v1/cases/{id}/commitments lists all.
             * @constant
             */
            commitmentsLeftOut?: true;
            coordination: components["schemas"]["Coordination"] | null;
            /** @description With `past: summary`: number of open commitments of others from before your acceptance. */
            earlierOpenCommitments?: number;
            /** @description Code of the agency that coordinates today, or did on the day of closing. Null without coordination. */
            holder: string | null;
            /** @description Code of the neighbourhood. */
            neighbourhood: string;
            /** Format: date-time */
            openedAt: string;
            /** @description Code of an agency. */
            openedBy: string;
            /** @description Participants, 100 at most: the present ones first. */
            participants: components["schemas"]["Participant"][];
            /**
             * @description There are more: GET /v1/cases/{id}/participants lists all.
             * @constant
             */
            participantsLeftOut?: true;
            /**
             * @description Part of the time before acceptance that your agency sees.
             * @enum {string}
             */
            past: "nothing" | "summary" | "all";
            /** @description Purpose and limits of the case. */
            scope: string;
            /** @enum {string} */
            status: "open" | "closed";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            title: string;
            /** @description Version: the number of facts about the resource, as in its ETag. */
            version: number;
            /** @constant */
            view: "full";
            /** @description Reason that the solution lies in the neighbourhood, at least in part. */
            why: string;
            /** @description First day without coordination; null while the case is coordinated, and for a closed case. */
            withoutCoordinationSince: string | null;
        };
        WithdrawalDto: {
            /** @description Stored for ever: no names or data of persons. */
            reason?: string;
        };
        YearOfSlot: {
            /** @description Number of days on which the acting agency differs from the previous one. */
            changes: number;
            /** @description Number of days of this year that the question covers. */
            days: number;
            /** @description Number of days without a mandate. */
            gapDays: number;
            /** @description Number of days with a suspended mandate. */
            suspendedDays: number;
            year: number;
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                after?: string;
                kind?: "city-service" | "ocmw" | "police" | "social-housing" | "school" | "welfare" | "neighbourhood-work" | "citizen-organisation";
                limit?: number;
                status?: "active" | "suspended" | "ended";
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgenciesPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agency"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgencyOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                after?: string;
                /** @description Only open cases without coordination. */
                coordination?: "none";
                limit?: number;
                neighbourhood?: string;
                status?: "open" | "closed";
                theme?: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasesPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    CasesController_commitments: {
        parameters: {
            query?: {
                /** @description `next` of the previous page. */
                after?: string;
                limit?: number;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentsPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommitmentOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    CasesController_participants: {
        parameters: {
            query?: {
                /** @description `next` of the previous page. */
                after?: string;
                limit?: number;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantsPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                after?: number;
                limit?: number;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page; the beginning of the feed when left out. */
                after?: string;
                limit?: number;
                /** @description Codes of neighbourhoods: returns only their events about cases and mandates. Other events always come. */
                neighbourhoods?: string[];
                /** @description Themes: returns only their events about cases and mandates. Other events always come. */
                themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
                /** @description Types of events to return, separated by commas; all when left out. */
                types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of a page, or `id` of an event of a stream; the beginning of the feed when left out. `Last-Event-ID` takes precedence. */
                after?: string;
                /** @description Codes of neighbourhoods: returns only their events about cases and mandates. Other events always come. */
                neighbourhoods?: string[];
                /** @description Themes: returns only their events about cases and mandates. Other events always come. */
                themes?: ("leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie")[];
                /** @description Types of events to return, separated by commas; all when left out. */
                types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
            };
            header?: {
                /** @description `id` of the last event that was received. */
                "Last-Event-ID"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                after?: string;
                holder?: string;
                limit?: number;
                neighbourhood?: string;
                status?: "draft" | "proposed" | "granted" | "ended";
                theme?: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandatesPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_revise: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TermsDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_confirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmationDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_correct: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionDto"];
            };
        };
        responses: {
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_evaluate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EvaluationDto"];
            };
        };
        responses: {
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_extend: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtensionDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_history: {
        parameters: {
            query?: {
                /** @description `next` of the previous page. */
                after?: number;
                limit?: number;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryOfMandate"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_narrow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScopeDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    ViewsController_overlaps: {
        parameters: {
            query?: {
                /** @description First day; today when left out. */
                from?: string;
                /** @description First day after the period; open-ended when left out. */
                until?: string;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overlaps"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_proposeDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    ViewsController_report: {
        parameters: {
            query?: never;
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResumptionDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_revoke: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_suspend: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspensionDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    TransfersController_propose: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    TransfersController_preview: {
        parameters: {
            query?: never;
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    TransfersController_accept: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
                "application/json": components["schemas"]["AcceptanceDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    TransfersController_decline: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    TransfersController_withdraw: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    MandatesController_widen: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScopeDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    ViewsController_continuity: {
        parameters: {
            query?: {
                /** @description `next` of the previous page. */
                after?: string;
                /** @description First day; three years before `until` when left out. */
                from?: string;
                /** @description Moment whose state of the register is asked for: an instant, or the end of a day in Brussels. All that is recorded when left out, and for now or later. */
                knownAt?: string;
                /** @description Number of neighbourhoods on a page. */
                limit?: number;
                /** @description First day after the period; tomorrow when left out. */
                until?: string;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Continuity"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    ViewsController_export: {
        parameters: {
            query: {
                /** @description Format of the file: CSV, JSON, or JSON-LD with OSLO terms. */
                format: "csv" | "json" | "jsonld";
                /** @description Moment whose state of the register is asked for: an instant, or the end of a day in Brussels. All that is recorded when left out, and for now or later. */
                knownAt?: string;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Name of the file. */
                    "Content-Disposition"?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFile"];
                    "application/ld+json": components["schemas"]["LinkedRegister"];
                    "text/csv": string;
                };
            };
            /** @description Refused; `code` has the reason. */
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
    ViewsController_gaps: {
        parameters: {
            query?: {
                /** @description `next` of the previous page. */
                after?: string;
                /** @description Moment whose state of the register is asked for: an instant, or the end of a day in Brussels. All that is recorded when left out, and for now or later. */
                knownAt?: string;
                /** @description Number of neighbourhoods on a page. */
                limit?: number;
                /** @description Day of the question; today when left out. */
                on?: string;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gaps"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description Moment whose state of the register is asked for: an instant, or the end of a day in Brussels. All that is recorded when left out, and for now or later. */
                knownAt?: string;
                neighbourhood: string;
                /** @description Day of the question; today when left out. */
                on?: string;
                theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HolderOfSlot"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    ImportController_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportMandatesDto"];
            };
        };
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterImportOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    ViewsController_matrix: {
        parameters: {
            query?: {
                /** @description `next` of the previous page. */
                after?: string;
                /** @description Moment whose state of the register is asked for: an instant, or the end of a day in Brussels. All that is recorded when left out, and for now or later. */
                knownAt?: string;
                /** @description Number of neighbourhoods on a page. */
                limit?: number;
                /** @description Day of the question; today when left out. */
                on?: string;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Matrix"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                after?: string;
                limit?: number;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NeighbourhoodsPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Neighbourhood"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                after?: string;
                limit?: number;
                status?: "unconfirmed" | "active" | "paused" | "suspended" | "ended";
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionsPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscribeOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                before?: number;
                /** @description `id` of an event: lists only its deliveries. */
                eventId?: string;
                limit?: number;
                state?: "pending" | "delivered" | "dead";
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveriesPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotateOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `next` of the previous page. */
                after?: string;
                limit?: number;
                neighbourhood?: string;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamsPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource, a whole number between quotes, for `If-Match`. */
                    ETag?: string;
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    TeamsController_accept: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptAgencyDto"];
            };
        };
        responses: {
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
    TeamsController_members: {
        parameters: {
            query?: {
                /** @description `next` of the previous page. */
                after?: string;
                limit?: number;
            };
            header?: {
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Position that this response includes at least, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MembersPage"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
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
            /** @description The resource was created. */
            201: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
                /** @description ETag that you have seen. Refused with 412 when the resource has changed since. */
                "If-Match"?: string;
                /** @description `Regie-Position` of an earlier response. The read waits until that write is visible, five seconds at most (503, `read-model.behind`). */
                "Regie-After"?: string;
            };
            path: {
                id: string;
                /** @description Pseudonymous reference to a member of your staff, unique in your agency; never a name. */
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
            /** @description The request succeeded. */
            200: {
                headers: {
                    /** @description Version of the resource after this write. A repeat under the same `Idempotency-Key` is answered without it. */
                    ETag?: string;
                    /** @description Path of the resource. */
                    Location?: string;
                    /** @description Position in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutcome"];
                };
            };
            /** @description Refused; `code` has the reason. */
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
