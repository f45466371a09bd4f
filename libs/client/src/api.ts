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
         * @description CloudEvents 1.0 as they were announced. Keep `next` and send it back as `after`: it is always there, also after an empty page. `more` says that reading on at once may find something. An event is there at least once; its `id` tells a repeat.
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
         * The same as Server-Sent Events: what is there after the cursor, and then what comes, as it comes.
         * @description Each message is a CloudEvent, with the cursor after it as its `id`; a client that reconnects sends it back as `Last-Event-ID`, as browsers do by themselves. `event: resync`: the cursor was unknown, and everything comes again from the beginning; the `id` of a CloudEvent tells what you have. `event: end`: the last one, with the `code` of a problem: the token has expired, the agency takes no part any more, or the process stops. A comment every 15 seconds says that the line is there.
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
        /** Propose a mandate for slots of neighbourhood and theme, or draft one. It takes effect when it is endorsed and granted. */
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
        /** Revise a draft of your agency: its terms, whole. */
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
        /** Record the decision that a provisional grant waited for. */
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
        /** Correct a fact that was recorded wrongly: what it should have said, or that it never happened. Nothing is overwritten. */
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
    "/v1/mandates/{id}/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record an evaluation: for the holder, or a manager of a city service. It stands for the earliest one that is due. */
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
        /** Grant an endorsed mandate for a period, or any provisionally. Refused when another mandate holds one of its slots on one of those days. */
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
        /** All facts about a mandate in the order in which they were recorded: what each said, of which days, and what it says since it was corrected. */
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
        /** Take slots out of a mandate from a day on. */
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
        /** Which other mandates hold the slots of this one on some of these days, or are proposed for them: what a grant would meet. */
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
        /** One mandate to print, in Dutch: what it is about, who held it, by which decisions, evaluations, handovers, and every fact. */
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
        /** Take a granted mandate away from its holder by decision. */
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
        /** Suspend a mandate: nobody holds it until it is resumed, and its slots stay taken. */
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
        /** Propose to hand the mandate over. The holder stays until the receiver accepts. */
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
        /** What is handed over: the mandate, its open cases and what was agreed in them, for the two parties and the managers of the city. */
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
        /** The receiver accepts: the holder changes, in one event. With the `preview` that it has seen, only when nothing has changed since. */
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
        /** The receiver declines; the holder stays. */
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
        /** Take a proposed transfer back: for the holder, or a manager of a city service. */
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
        /** Bring slots into a mandate from a day on. Refused when another mandate holds one of them on one of those days. */
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
        /** Of each slot that had a mandate: how often the holder changed, and how many days nobody held it, year by year. */
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
        /** The whole register as a file, without drafts: CSV, JSON, or JSON-LD. */
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
        /** Where nobody coordinates on a day, and since when: slots without a mandate, and for who oversees the city cases without coordination. */
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
        /** Who holds the mandate for a slot on a day, by which decision, since when; as the register says, or said at some moment. Nobody is an answer. */
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
        /** Record the mandates of an existing register, also those that are over: all or none. Those that are known as the file says stay as they are. */
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
        /** Neighbourhood by theme: who holds what on a day, under which model, until when, what is due; a page of neighbourhoods at a time. */
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
        /** Record the neighbourhoods of the city from its open data: all rows or none. What changed gets a new version. */
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
         * Have everything delivered again that comes after a cursor of your feed, or since a day; from the beginning when neither is given.
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
        /** Give one event up that does not arrive, so that those after it do. */
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
        AcceptanceDto: {
            /** @description the `preview` that you have seen: refused with 412 and the difference when something has changed since */
            preview?: string;
        };
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
        AgencyNamed: {
            /** @description the code of an agency */
            agency: string;
            /** @description its code, when its name is not known */
            name: string;
            /**
             * @description it takes no part in the hub now: nobody acts for it here; only in answers about today as it is known now
             * @enum {string}
             */
            status?: "suspended" | "ended";
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
        /** @description The day by which the owner would do it went by. */
        CaseCommitmentOverdueEvent: components["schemas"]["CloudEvent"] & {
            data: {
                caseId: string;
                city: string;
                commitmentId: string;
                /** @description calendar date in Europe/Brussels */
                dueOn: string;
                /** @description code of an agency, unique in its city */
                owner: string;
            };
            /** @constant */
            type: "be.regie.case.commitment-overdue.v1";
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
        CaseInHandover: {
            caseId: string;
            commitments: components["schemas"]["CommitmentInHandover"][];
            /** @description how often each type of event was heard of it */
            heard: {
                [key: string]: number;
            };
            /** @description its code */
            neighbourhood: string;
            /** Format: date-time */
            openedAt: string;
            /** @description the code of an agency */
            openedBy: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
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
            types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
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
            /** @description it is kept for ever: no names or data of persons */
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
            /**
             * @description it is kept for ever: no names or data of persons
             * @example Repair the lights along the path
             */
            what: string;
        };
        CommitmentInHandover: {
            commitmentId: string;
            /** Format: date */
            dueOn: string;
            overdue: boolean;
            /** @description the code of an agency */
            owner: string;
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined" | "done";
        };
        CommitmentOutcome: {
            /** @description the id of the case */
            caseId: string;
            /** @description the id of the commitment */
            commitmentId: string;
            /** @enum {string} */
            outcome: "proposed" | "accepted" | "declined" | "done";
        };
        ConfirmationDto: {
            decision: components["schemas"]["DecisionDto"];
        };
        Continuity: {
            days: number;
            /**
             * Format: date
             * @description first day
             */
            from: string;
            /** @description as the register said at this instant, or at the end of this day; left out: now */
            knownAt?: string;
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
            slots: components["schemas"]["SlotContinuity"][];
            /**
             * Format: date
             * @description first day after
             */
            until: string;
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
        CorrectionDto: {
            decision?: components["schemas"]["DecisionDto"];
            /** @description the number of the fact in the history of the mandate */
            fact: number;
            /** @description what it should have said */
            instead?: components["schemas"]["InsteadDto"];
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
            /** @description it never happened */
            void?: boolean;
        };
        Decision: {
            /** @description who decided, such as `college` */
            body: string;
            /** Format: date */
            date: string;
            /** @description where it can be read */
            link?: string;
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
            /**
             * @description where it can be read
             * @example https://raadpleeg.gent.be/2026_CBS_00123
             */
            link?: string;
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
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
        };
        EndOfMandate: {
            /** @enum {string} */
            cause: "ended" | "expired" | "revoked";
            decision?: components["schemas"]["Decision"];
            /**
             * Format: date
             * @description first day without the mandate
             */
            on: string;
            reason: string;
        };
        EndorsementDto: {
            /** @description political: of the college or the raad; administrative: of the managementteam or the directieoverleg */
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
        Evaluation: {
            /** Format: date */
            dueOn: string;
            /** Format: date */
            heldOn?: string;
            /**
             * @description the day went by
             * @constant
             */
            overdue?: true;
        };
        EvaluationDto: {
            /** @description it is kept for ever: no names or data of persons */
            findings: string;
            /**
             * Format: date
             * @description when there is to be another
             * @example 2026-09-01
             */
            nextOn?: string;
            /**
             * Format: date
             * @description the day of the evaluation; today or earlier, within the period
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
             * @description another date of evaluation
             * @example 2026-09-01
             */
            evaluateOn?: string;
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
            /**
             * Format: date
             * @description first day after the longer period
             * @example 2026-09-01
             */
            until: string;
        };
        /** @description `holds`: the days that it is about, when it says who holds the mandate */
        FactOfMandate: {
            /** @description the agency that recorded it; null: the agenda */
            agency: string | null;
            /** @description the numbers of the corrections */
            correctedBy: number[];
            /** @description what it said */
            data: {
                [key: string]: unknown;
            };
            holds: components["schemas"]["Period"] | null;
            /** @description what it says since it was corrected */
            instead: {
                [key: string]: unknown;
            } | null;
            /** @description 1, 2, 3, ...: the version of the mandate after it */
            number: number;
            /** Format: date-time */
            recordedAt: string;
            /** @description false: it was taken back */
            stands: boolean;
            /** @description what happened, such as `MandateGranted` */
            type: string;
        };
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
        FeedEvent: components["schemas"]["CaseClosedEvent"] | components["schemas"]["CaseOpenedEvent"] | components["schemas"]["CaseCommitmentAcceptedEvent"] | components["schemas"]["CaseCommitmentDeclinedEvent"] | components["schemas"]["CaseCommitmentDoneEvent"] | components["schemas"]["CaseCommitmentOverdueEvent"] | components["schemas"]["CaseCommitmentProposedEvent"] | components["schemas"]["CaseCoordinationLostEvent"] | components["schemas"]["CaseCoordinationTakenOverEvent"] | components["schemas"]["CaseParticipantAcceptedEvent"] | components["schemas"]["CaseParticipantDeclinedEvent"] | components["schemas"]["CaseParticipantInvitedEvent"] | components["schemas"]["CaseParticipantWithdrawnEvent"] | components["schemas"]["MandateCorrectedEvent"] | components["schemas"]["MandateDecisionOverdueEvent"] | components["schemas"]["MandateEndedEvent"] | components["schemas"]["MandateEndorsedEvent"] | components["schemas"]["MandateEvaluatedEvent"] | components["schemas"]["MandateEvaluationOverdueEvent"] | components["schemas"]["MandateExtendedEvent"] | components["schemas"]["MandateGrantConfirmedEvent"] | components["schemas"]["MandateGrantedEvent"] | components["schemas"]["MandateNarrowedEvent"] | components["schemas"]["MandateProposedEvent"] | components["schemas"]["MandateResumedEvent"] | components["schemas"]["MandateSuspendedEvent"] | components["schemas"]["MandateTransferDeclinedEvent"] | components["schemas"]["MandateTransferExpiredEvent"] | components["schemas"]["MandateTransferProposedEvent"] | components["schemas"]["MandateTransferWithdrawnEvent"] | components["schemas"]["MandateTransferredEvent"] | components["schemas"]["MandateWidenedEvent"] | components["schemas"]["AgencyChangedEvent"] | components["schemas"]["AgencyEndedEvent"] | components["schemas"]["AgencyEnrolledEvent"] | components["schemas"]["AgencyResumedEvent"] | components["schemas"]["AgencySuspendedEvent"] | components["schemas"]["AgencyCooperationPolicySetEvent"] | components["schemas"]["SubscriptionChangedEvent"] | components["schemas"]["SubscriptionConfirmedEvent"] | components["schemas"]["SubscriptionCreatedEvent"] | components["schemas"]["SubscriptionEndedEvent"] | components["schemas"]["SubscriptionEventSkippedEvent"] | components["schemas"]["SubscriptionPausedEvent"] | components["schemas"]["SubscriptionReplayedEvent"] | components["schemas"]["SubscriptionResumedEvent"] | components["schemas"]["SubscriptionSecretRotatedEvent"] | components["schemas"]["SubscriptionSuspendedEvent"];
        FeedPage: {
            events: components["schemas"]["FeedEvent"][];
            /** @description reading on at once may find something */
            more: boolean;
            /** @description the cursor: always there, also after an empty page */
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
        Gap: {
            /** @description how many up to the day of the question, both included */
            days: number | null;
            /** @description the next day on which somebody acts again, when one is known */
            heldFrom: string | null;
            /** @description its code */
            neighbourhood: string;
            /** @enum {string} */
            reason: "no-mandate" | "suspended";
            /** @description first day on which nobody acted any more; null: nobody ever did */
            since: string | null;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        Gaps: {
            /** @description null: you do not oversee the cases of the city */
            cases: components["schemas"]["UncoordinatedCase"][] | null;
            /** @description there are more than are shown */
            casesLeftOut: boolean;
            /** @description as the register said at this instant, or at the end of this day; left out: now */
            knownAt?: string;
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
            /**
             * Format: date
             * @description the day that the answer is about
             */
            on: string;
            slots: components["schemas"]["Gap"][];
        };
        GrantDto: {
            /** @description the consequences that the terms name are accepted */
            consequencesAccepted?: boolean;
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description when the mandate is evaluated; within the period
             * @example 2026-09-01
             */
            evaluateOn: string;
            /** @description further dates of evaluation, within the period */
            evaluations?: string[];
            period: components["schemas"]["PeriodDto"];
            /** @description in force before both endorsements are there; confirmed later */
            provisional?: components["schemas"]["ProvisionalDto"];
        };
        Handover: {
            /** @description last day on which the receiver can answer */
            answerBy: string | null;
            /** @description the open ones, 500 at most */
            cases: components["schemas"]["CaseInHandover"][];
            counts: {
                evaluationsDue: number;
                evaluationsOverdue: number;
                openCases: number;
                openCommitments: number;
                overdueCommitments: number;
            };
            decision: components["schemas"]["Decision"];
            /** @description the code of an agency */
            from: string;
            /** @description what is handed over */
            mandate: {
                /** @description the one case in which the holder may assign; in all others it asks */
                commissioningCase: string | null;
                /** @description what follows for the other services */
                consequences: string[];
                evaluations: components["schemas"]["Evaluation"][];
                /** @description the function that carries it out */
                executingFunction: string;
                /**
                 * @description interne, hybride or externe regie, or one of which the law says who holds it
                 * @enum {string}
                 */
                kind: "internal" | "hybrid" | "external" | "statutory";
                /** @description people, money and rooms that come with it */
                means: string[];
                period: components["schemas"]["Period"] | null;
                /** @description what the holder may decide or use */
                powers: string[];
                provisional: components["schemas"]["Provisional"] | null;
                slots: components["schemas"]["Slot"][];
                /**
                 * @description what the holder may do: inform; ask and agree; assign bindingly
                 * @enum {string}
                 */
                steeringModel: "communication" | "coordination" | "commissioning";
            };
            /** @description the id of the mandate */
            mandateId: string;
            /**
             * Format: date
             * @description first day of the new holder
             */
            on: string;
            /** @description up to where you have seen: accept with it, and it is accepted as you saw it */
            preview: string;
            reason: string;
            /**
             * @description why you see it
             * @enum {string}
             */
            reasonSeen: "hands-over" | "receives" | "manager-of-a-city-service";
            /** @enum {string} */
            status: "proposed" | "accepted" | "declined" | "withdrawn" | "expired";
            /** @description the code of an agency */
            to: string;
            /** @description the id of the transfer */
            transferId: string;
            /** @description counts the facts about it; the ETag */
            version: number;
        };
        HeldSlot: {
            decision: components["schemas"]["Decision"];
            holder: components["schemas"]["AgencyNamed"];
            /** @description as the register said at this instant, or at the end of this day; left out: now */
            knownAt?: string;
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
             * Format: date-time
             * @description since when the register says so
             */
            recordedAt: string;
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
        HistoryOfMandate: {
            facts: components["schemas"]["FactOfMandate"][];
            /** @description the id of the mandate */
            mandateId: string;
        };
        /** @description Who holds the mandate; `holder: null`: nobody does. */
        HolderOfSlot: components["schemas"]["HeldSlot"] | components["schemas"]["SlotWithoutHolder"];
        /** @description a stretch of days of the mandate, with the decision by which the holder came to it */
        Holding: {
            decision: components["schemas"]["Decision"];
            /** @description the code of an agency */
            holder: string;
            period: components["schemas"]["Period"];
            slots: components["schemas"]["Slot"][];
            /**
             * @description nobody acts under it, and nobody else can have its slots
             * @constant
             */
            suspended?: true;
        };
        ImportDto: {
            /**
             * @description the city that the file is about: yours
             * @example 44021
             */
            city?: string;
            neighbourhoods: components["schemas"]["ImportedNeighbourhoodDto"][];
            /**
             * @description where it was taken from, for the attribution; another one is a change
             * @example Stad Gent, Stadswijken Gent
             */
            source: string;
        };
        ImportedEndorsementsDto: {
            /** @description of the managementteam or the directieoverleg */
            administrative?: components["schemas"]["DecisionDto"];
            /** @description of the college or the raad */
            political?: components["schemas"]["DecisionDto"];
        };
        ImportedMandateDto: {
            /** @description the samenwerkingsprotocol; needed for an external mandate */
            agreement?: string;
            /** @description the one case in which the holder may assign; in all others it asks */
            commissioningCase?: string;
            /** @description what follows for the other services; accepted with the grant */
            consequences?: string[];
            /** @description by which it was granted */
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description an endorsement is still to come, by this day: today or later
             * @example 2026-09-01
             */
            decisionDueOn?: string;
            /** @description both, or `decisionDueOn` */
            endorsements: components["schemas"]["ImportedEndorsementsDto"];
            /**
             * Format: date
             * @description when it is, or was, to be evaluated; within the period
             * @example 2026-09-01
             */
            evaluateOn: string;
            /** @description the function that carries it out, such as "gebiedsregisseur Brugse Poort" */
            executingFunction: string;
            /**
             * @description who is to hold it
             * @example ocmw-gent
             */
            holder: string;
            /**
             * @description interne, hybride or externe regie, or one of which the law says who holds it
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description the article that says who holds it; needed for a statutory mandate */
            legalBasis?: string;
            /** @description people, money and rooms that come with it */
            means?: string[];
            /** @description also one that is over */
            period: components["schemas"]["PeriodDto"];
            /** @description what the holder may decide or use */
            powers?: string[];
            /**
             * @description by what the city knows the mandate; imported again, it is the same one
             * @example REG-2019-04
             */
            reference: string;
            /** @description the neighbourhoods and themes that the mandate is about */
            slots: components["schemas"]["SlotDto"][];
            /** @description by what it may: decision, protocol or article; needed for commissioning */
            steeringBasis?: string;
            /**
             * @description what the holder may do; coordination when left out
             * @enum {string}
             */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description why the holder must be able to assign bindingly; needed for commissioning; it is kept for ever: no names or data of persons */
            steeringReason?: string;
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
        ImportMandatesDto: {
            /**
             * @description the city that the file is about: yours
             * @example 44021
             */
            city?: string;
            /** @description record nothing, and say what would be recorded or what is wrong */
            dryRun?: boolean;
            mandates: components["schemas"]["ImportedMandateDto"][];
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
            /** @description it is kept for ever: no names or data of persons */
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
            /** @description it is kept for ever: no names or data of persons */
            steeringReason?: string;
            /**
             * Format: date
             * @example 2026-09-01
             */
            until?: string;
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
        LinkedRegister: {
            /** @description what the words mean */
            "@context": {
                [key: string]: unknown;
            };
            mandates: {
                [key: string]: unknown;
            }[];
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
            /** @description the place in your feed after the last event that was decided; null: it has not begun */
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
            /** @description the samenwerkingsprotocol */
            agreement: string | null;
            /** @description the one case in which the holder may assign; in all others it asks */
            commissioningCase: string | null;
            /** @description what follows for the other services */
            consequences: string[];
            decision: components["schemas"]["Decision"] | null;
            /** @description the agency that drafted it, when it began as a draft */
            draftedBy: string | null;
            ended: components["schemas"]["EndOfMandate"] | null;
            /** @description both are needed, now or by the day that the decision is due */
            endorsements: {
                administrative?: components["schemas"]["Decision"];
                political?: components["schemas"]["Decision"];
            };
            /** @description the next evaluation; when there is none, the last one */
            evaluateOn: string | null;
            evaluations: components["schemas"]["Evaluation"][];
            /** @description the function that carries it out */
            executingFunction: string;
            /** @description the agency that holds it, or is to hold it, after every transfer so far */
            holder: string;
            /** @description who holds it over which days, in order of time */
            holdings: components["schemas"]["Holding"][];
            /**
             * @description interne, hybride or externe regie, or one of which the law says who holds it
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description the article that says who holds it */
            legalBasis: string | null;
            /** @description the id of the mandate */
            mandateId: string;
            /** @description people, money and rooms that come with it */
            means: string[];
            period: components["schemas"]["Period"] | null;
            /** @description what the holder may decide or use */
            powers: string[];
            /**
             * Format: date-time
             * @description when the first fact about it was recorded
             */
            proposedAt: string;
            provisional: components["schemas"]["Provisional"] | null;
            slots: components["schemas"]["Slot"][];
            /** @enum {string} */
            status: "draft" | "proposed" | "granted" | "ended";
            /** @description by what it may: decision, protocol or article */
            steeringBasis: string | null;
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
        /** @description A fact about the mandate had been recorded wrongly: this is what the register says now, of the past as well. `slots`: all that it touches. */
        MandateCorrectedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description the one case in which the holder may assign bindingly */
                commissioningCase?: string;
                fact: number;
                /** @enum {unknown} */
                kind: "internal" | "hybrid" | "external" | "statutory";
                mandateId: string;
                /** @description what the register says of the mandate from the day `from` on, in place of what it said of those days before */
                schedule: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    holdings: {
                        /** @description code of an agency, unique in its city */
                        holder: string;
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
                        /**
                         * @description nobody acts under it on these days; its slots stay taken
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
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
            type: "be.regie.mandate.corrected.v1";
        };
        /** @description The day on which the decision about a provisional grant was due went by. */
        MandateDecisionOverdueEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description calendar date in Europe/Brussels */
                dueOn: string;
                mandateId: string;
            };
            /** @constant */
            type: "be.regie.mandate.decision-overdue.v1";
        };
        /** @description Nobody holds the mandate from `on`; by decision, because it was revoked, or because its period was over. */
        MandateEndedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @enum {unknown} */
                cause: "ended" | "expired" | "revoked";
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
                    /** @description where it can be read */
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
        /** @description The mandate was evaluated; `dueOn` is the date on which that was due, if one was. */
        MandateEvaluatedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                by: string;
                city: string;
                /** @description calendar date in Europe/Brussels */
                dueOn?: string;
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                nextOn?: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
            };
            /** @constant */
            type: "be.regie.mandate.evaluated.v1";
        };
        /** @description A day on which the mandate was to be evaluated went by. */
        MandateEvaluationOverdueEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description calendar date in Europe/Brussels */
                dueOn: string;
                mandateId: string;
            };
            /** @constant */
            type: "be.regie.mandate.evaluation-overdue.v1";
        };
        /** @description The period of the mandate lasts until `until`. */
        MandateExtendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    /** @description where it can be read */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description what the register says of the mandate from the day `from` on, in place of what it said of those days before */
                schedule: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    holdings: {
                        /** @description code of an agency, unique in its city */
                        holder: string;
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
                        /**
                         * @description nobody acts under it on these days; its slots stay taken
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
                /** @description calendar date in Europe/Brussels */
                until: string;
            };
            /** @constant */
            type: "be.regie.mandate.extended.v1";
        };
        /** @description The decision that a provisional grant waited for was taken. */
        MandateGrantConfirmedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    /** @description where it can be read */
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
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    /** @description where it can be read */
                    link?: string;
                    reference: string;
                };
                /** @description calendar date in Europe/Brussels */
                evaluateOn: string;
                /** @description further dates of evaluation */
                evaluations?: string[];
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
                provisional?: {
                    /** @description calendar date in Europe/Brussels */
                    decisionDueOn: string;
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
        MandateInFile: {
            /** @description the samenwerkingsprotocol */
            agreement?: string;
            /** @description the one case in which the holder may assign; in all others it asks */
            commissioningCase?: string;
            /** @description what follows for the other services */
            consequences?: string[];
            decision?: components["schemas"]["Decision"];
            ended?: components["schemas"]["EndOfMandate"];
            /** @description both are needed, now or by the day that the decision is due */
            endorsements: {
                administrative?: components["schemas"]["Decision"];
                political?: components["schemas"]["Decision"];
            };
            evaluations: components["schemas"]["Evaluation"][];
            /** @description the function that carries it out */
            executingFunction: string;
            /** @description who is to hold it, or was granted it: `holdings` says who holds it */
            holder: string;
            /** @description who holds it over which days, in order of time */
            holdings: components["schemas"]["Holding"][];
            /**
             * @description interne, hybride or externe regie, or one of which the law says who holds it
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description the article that says who holds it */
            legalBasis?: string;
            /** @description the id of the mandate */
            mandateId: string;
            /** @description people, money and rooms that come with it */
            means?: string[];
            period?: components["schemas"]["Period"];
            /** @description what the holder may decide or use */
            powers: string[];
            provisional?: components["schemas"]["Provisional"];
            slots: components["schemas"]["Slot"][];
            /** @enum {string} */
            status: "proposed" | "granted" | "ended";
            /** @description by what it may: decision, protocol or article */
            steeringBasis?: string;
            /**
             * @description what the holder may do: inform; ask and agree; assign bindingly
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @description why the holder must be able to assign bindingly */
            steeringReason?: string;
        };
        /** @description From `on` the mandate is no longer about these slots. */
        MandateNarrowedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    /** @description where it can be read */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
                /** @description what the register says of the mandate from the day `from` on, in place of what it said of those days before */
                schedule: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    holdings: {
                        /** @description code of an agency, unique in its city */
                        holder: string;
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
                        /**
                         * @description nobody acts under it on these days; its slots stay taken
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.narrowed.v1";
        };
        MandateOutcome: {
            /** @description the id of the mandate */
            mandateId: string;
            /** @enum {string} */
            outcome: "drafted" | "revised" | "proposed" | "endorsed" | "granted" | "confirmed" | "suspended" | "resumed" | "evaluated" | "extended" | "narrowed" | "widened" | "ended" | "revoked" | "corrected";
        };
        /** @description A mandate was proposed; nobody holds it yet. */
        MandateProposedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                /** @description the one case in which the holder may assign bindingly */
                commissioningCase?: string;
                /** @description code of an agency, unique in its city */
                holder: string;
                /** @enum {unknown} */
                kind: "internal" | "hybrid" | "external" | "statutory";
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
        /** @description The holder has the suspended mandate again from `on`. */
        MandateResumedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    /** @description where it can be read */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
                /** @description what the register says of the mandate from the day `from` on, in place of what it said of those days before */
                schedule: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    holdings: {
                        /** @description code of an agency, unique in its city */
                        holder: string;
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
                        /**
                         * @description nobody acts under it on these days; its slots stay taken
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
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
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
        };
        /** @description Nobody holds the mandate from `on`, until it is resumed; its slots stay taken. */
        MandateSuspendedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    /** @description where it can be read */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
                /** @description what the register says of the mandate from the day `from` on, in place of what it said of those days before */
                schedule: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    holdings: {
                        /** @description code of an agency, unique in its city */
                        holder: string;
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
                        /**
                         * @description nobody acts under it on these days; its slots stay taken
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.suspended.v1";
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
        /** @description The receiver did not answer in time; the holder stays. */
        MandateTransferExpiredEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description calendar date in Europe/Brussels */
                answerBy: string;
                city: string;
                mandateId: string;
                transferId: string;
            };
            /** @constant */
            type: "be.regie.mandate.transfer-expired.v1";
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
                    /** @description where it can be read */
                    link?: string;
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
        /** @description A proposed transfer was taken back; the holder stays. */
        MandateTransferWithdrawnEvent: components["schemas"]["CloudEvent"] & {
            data: {
                /** @description code of an agency, unique in its city */
                by: string;
                city: string;
                mandateId: string;
                transferId: string;
            };
            /** @constant */
            type: "be.regie.mandate.transfer-withdrawn.v1";
        };
        /** @description From `on` the mandate is about these slots as well. */
        MandateWidenedEvent: components["schemas"]["CloudEvent"] & {
            data: {
                city: string;
                decision: {
                    body: string;
                    /** @description calendar date in Europe/Brussels */
                    date: string;
                    /** @description where it can be read */
                    link?: string;
                    reference: string;
                };
                mandateId: string;
                /** @description calendar date in Europe/Brussels */
                on: string;
                /** @description what the register says of the mandate from the day `from` on, in place of what it said of those days before */
                schedule: {
                    /** @description calendar date in Europe/Brussels */
                    from: string;
                    holdings: {
                        /** @description code of an agency, unique in its city */
                        holder: string;
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
                        /**
                         * @description nobody acts under it on these days; its slots stay taken
                         * @constant
                         */
                        suspended?: true;
                    }[];
                };
                slots: {
                    /** @description code of a neighbourhood, unique in its city */
                    neighbourhood: string;
                    /** @enum {unknown} */
                    theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
                }[];
            };
            /** @constant */
            type: "be.regie.mandate.widened.v1";
        };
        Matrix: {
            /** @description as the register said at this instant, or at the end of this day; left out: now */
            knownAt?: string;
            neighbourhoods: components["schemas"]["MatrixNeighbourhood"][];
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: string | null;
            /**
             * Format: date
             * @description the day that the answer is about
             */
            on: string;
        };
        MatrixNeighbourhood: {
            name: string;
            /** @description its code */
            neighbourhood: string;
            /** @description one a theme */
            slots: (components["schemas"]["MatrixSlot"] | components["schemas"]["MatrixSlotWithoutMandate"])[];
        };
        /** @description `evaluation`: the first that had not been held by that day. `provider`: only for who may know, of today as it is known now. */
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
             * @description interne, hybride or externe regie, or one of which the law says who holds it
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description the id of the mandate */
            mandateId: string;
            provider?: components["schemas"]["ProviderShare"];
            /**
             * Format: date-time
             * @description since when the register says so
             */
            recordedAt: string;
            /**
             * Format: date
             * @description first day of the holder
             */
            since: string;
            /**
             * @description provisional: in force, and its decision is due; suspended: nobody acts under it
             * @enum {string}
             */
            state: "held" | "provisional" | "suspended";
            /**
             * @description what the holder may do: inform; ask and agree; assign bindingly
             * @enum {string}
             */
            steeringModel: "communication" | "coordination" | "commissioning";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @description first day without this holder */
            until: string | null;
        };
        MatrixSlotWithoutMandate: {
            /** @constant */
            state: "none";
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
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
            /** @description purpose and limits; begin small; it is kept for ever: no names or data of persons */
            scope: string;
            /**
             * @example leefbaarheid
             * @enum {string}
             */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /**
             * @description it is kept for ever: no names or data of persons
             * @example Litter around the Pierkespark
             */
            title: string;
            /** @description why the solution lies in the neighbourhood, at least in part; it is kept for ever: no names or data of persons */
            why: string;
        };
        Overlap: {
            /** @description first day; null: nothing says so yet */
            from: string | null;
            /** @description the code of an agency */
            holder: string;
            /** @description the id of the mandate */
            mandateId: string;
            /** @description its code */
            neighbourhood: string;
            /**
             * @description held: a grant would be refused; proposed: whoever is granted first has it
             * @enum {string}
             */
            state: "held" | "proposed";
            suspended: boolean;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
            /** @description first day after; null: open, or nothing says so yet */
            until: string | null;
        };
        Overlaps: {
            /** @description no other mandate holds one of the slots on one of the days */
            free: boolean;
            /**
             * Format: date
             * @description first day
             */
            from: string;
            /** @description there are more than are shown */
            leftOut: boolean;
            /** @description the id of the mandate */
            mandateId: string;
            /** @description 500 at most */
            overlaps: components["schemas"]["Overlap"][];
            /** @description first day after; null: open */
            until: string | null;
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
        ProblemCode: "access.agencies-by-the-city" | "access.answers-for-itself" | "access.city-manager-only" | "access.claims-incomplete" | "access.decisions-by-the-city" | "access.kind-by-the-city" | "access.not-a-participant" | "access.not-the-coordinator" | "access.not-the-holder" | "access.not-the-inviter" | "access.not-the-owner" | "access.not-the-receiver" | "access.not-your-agency" | "access.other-city" | "access.own-staff-only" | "access.past-by-the-coordinator" | "access.provider-unreachable" | "access.role" | "access.subscriptions-by-the-agency" | "access.token-expired" | "access.token-invalid" | "access.token-missing" | "agency.code-reserved" | "agency.code-taken" | "agency.ended" | "agency.first-is-your-city-service" | "agency.identifier-missing" | "agency.identifier-taken" | "agency.kbo-invalid" | "agency.last-city-service" | "agency.not-active" | "agency.not-known" | "agency.ovo-invalid" | "agency.police-zone-invalid" | "agency.unknown" | "case.agency-of-another-kind" | "case.closed" | "case.escalation-target-missing" | "case.invitation-answered" | "case.no-mandate" | "case.not-allowed-by-agency" | "case.steering-model-forbids" | "case.unknown" | "commitment.answered" | "commitment.due-in-the-past" | "commitment.not-accepted" | "commitment.owner-takes-no-part" | "commitment.unknown" | "database.away" | "decision.in-the-future" | "feed.cursor-foreign" | "feed.cursor-malformed" | "feed.cursor-unknown" | "feed.too-many-streams" | "internal" | "mandate.already-endorsed" | "mandate.already-holder" | "mandate.answer-by-in-the-past" | "mandate.case-without-commissioning" | "mandate.change-in-the-past" | "mandate.change-outside-period" | "mandate.change-planned" | "mandate.changed-since-preview" | "mandate.commissioning-needs-basis" | "mandate.commissioning-needs-reason" | "mandate.consequences-not-accepted" | "mandate.correction-does-not-fit" | "mandate.correction-not-possible" | "mandate.decision-due-outside-period" | "mandate.end-in-the-past" | "mandate.end-outside-period" | "mandate.endorsed-by-another-body" | "mandate.evaluation-before-start" | "mandate.evaluation-in-the-future" | "mandate.evaluation-outside-period" | "mandate.extension-shortens" | "mandate.external-needs-agreement" | "mandate.fact-unknown" | "mandate.holder-of-another-kind" | "mandate.import-differs" | "mandate.import-empty" | "mandate.not-a-draft" | "mandate.not-endorsed" | "mandate.not-granted" | "mandate.not-proposed" | "mandate.not-provisional" | "mandate.not-suspended" | "mandate.nothing-left" | "mandate.open-ended" | "mandate.period-too-long" | "mandate.reference-twice" | "mandate.rows-invalid" | "mandate.slot-in-scope" | "mandate.slot-not-in-scope" | "mandate.slot-taken" | "mandate.slot-twice" | "mandate.statutory" | "mandate.statutory-needs-legal-basis" | "mandate.suspended" | "mandate.transfer-answered" | "mandate.transfer-expired" | "mandate.transfer-outdated" | "mandate.transfer-outside-period" | "mandate.transfer-pending" | "mandate.transfer-too-early" | "mandate.unknown" | "member.unknown" | "neighbourhood.import-empty" | "neighbourhood.not-known" | "neighbourhood.rows-invalid" | "neighbourhood.unknown" | "participant.unknown" | "period.ends-before-it-starts" | "read-model.behind" | "request.after-malformed" | "request.conflict" | "request.if-match-malformed" | "request.invalid" | "request.key-malformed" | "request.key-reused" | "request.malformed" | "request.media-type" | "request.not-json" | "request.refused" | "request.stale" | "request.too-large" | "route.unknown" | "service.not-ready" | "service.stopping" | "store.busy" | "store.refused" | "subscription.ended" | "subscription.event-not-waiting" | "subscription.replay-ahead" | "subscription.replay-from-where" | "subscription.too-many" | "subscription.unknown" | "subscription.url-refused" | "team.already-member" | "team.end-in-the-past" | "team.needs-neighbourhood" | "team.not-allowed-by-agency" | "team.unknown" | "transfer.unknown";
        ProposeMandateDto: {
            /** @description the samenwerkingsprotocol; needed for an external mandate */
            agreement?: string;
            /** @description the one case in which the holder may assign; in all others it asks */
            commissioningCase?: string;
            /** @description what follows for the other services; accepted with the grant */
            consequences?: string[];
            /** @description a draft, that only your own agency sees until it is proposed */
            draft?: boolean;
            /** @description the function that carries it out, such as "gebiedsregisseur Brugse Poort" */
            executingFunction: string;
            /**
             * @description who is to hold it
             * @example ocmw-gent
             */
            holder: string;
            /**
             * @description interne, hybride or externe regie, or one of which the law says who holds it
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description the article that says who holds it; needed for a statutory mandate */
            legalBasis?: string;
            /** @description people, money and rooms that come with it */
            means?: string[];
            /** @description what the holder may decide or use */
            powers?: string[];
            /** @description the neighbourhoods and themes that the mandate is about */
            slots: components["schemas"]["SlotDto"][];
            /** @description by what it may: decision, protocol or article; needed for commissioning */
            steeringBasis?: string;
            /**
             * @description what the holder may do; coordination when left out
             * @enum {string}
             */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description why the holder must be able to assign bindingly; needed for commissioning; it is kept for ever: no names or data of persons */
            steeringReason?: string;
        };
        ProviderShare: {
            /** @description accepted ones in the open cases of the slot */
            commitments: number;
            /** @description the holder is the main provider */
            main: boolean;
            /** @description how many of them the holder owns itself */
            owned: number;
        };
        Provisional: {
            /**
             * Format: date
             * @description it is in force, and its decision is due by this day
             */
            decisionDueOn: string;
            /**
             * @description the day went by
             * @constant
             */
            overdue?: true;
        };
        ProvisionalDto: {
            /**
             * Format: date
             * @description the day by which the bodies decide; today or later
             * @example 2026-09-01
             */
            decisionDueOn: string;
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
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
        };
        RefusalDto: {
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
        };
        RegisterFile: {
            /** @description the NIS code of the municipality */
            city: string;
            mandates: components["schemas"]["MandateInFile"][];
        };
        RegisterImportOutcome: {
            /** @enum {string} */
            outcome: "imported" | "checked";
            /** @description new ones; of a dry run: those that would be */
            recorded: number;
            /** @description known as they are */
            unchanged: number;
        };
        ReplayDto: {
            /** @description a cursor of your feed: everything after it is delivered again */
            after?: string;
            /**
             * Format: date
             * @description everything since the beginning of this day in Brussels is delivered again
             * @example 2026-09-01
             */
            since?: string;
        };
        ResumptionDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description first day on which it is held again; today or later
             * @example 2026-09-01
             */
            on: string;
        };
        RotateOutcome: {
            /** @enum {string} */
            outcome: "rotated";
            /**
             * Format: date-time
             * @description until then deliveries are signed with the keys before as well
             */
            overlapUntil: string;
            /** @description `whpk_` and 32 bytes in base64: the key that the signatures `v1a` are checked with; null in a repeat that comes after the end of the subscription */
            publicKey: string | null;
            /** @description `whsec_` and 32 bytes in base64: the key of the signatures `v1`, shown once; null in the answer to a repeat */
            secret: string | null;
            /** @description the id of the subscription */
            subscriptionId: string;
        };
        ScopeDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description first day of the other scope; today or later
             * @example 2026-09-01
             */
            on: string;
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
            /** @description the slots that go, or that come */
            slots: components["schemas"]["SlotDto"][];
        };
        SkipDto: {
            /** @description the `id` of an event that waits */
            eventId: string;
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
        };
        Slot: {
            /** @description its code */
            neighbourhood: string;
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        SlotContinuity: {
            /** @description days on which another agency acts than the last one that did */
            changes: number;
            /** @description days without a mandate */
            gapDays: number;
            /** @description the codes of the agencies that acted */
            holders: string[];
            /** @description its code */
            neighbourhood: string;
            /** @description days with one that nobody acts under */
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
        /** @description `suspended`: who would hold it, were it not suspended. */
        SlotWithoutHolder: {
            holder: null;
            /** @description as the register said at this instant, or at the end of this day; left out: now */
            knownAt?: string;
            /** @description its code */
            neighbourhood: string;
            neighbourhoodName?: string;
            /**
             * Format: date
             * @description the day that the answer is about
             */
            on: string;
            suspended?: components["schemas"]["SuspendedHolding"];
            /** @enum {string} */
            theme: "leefbaarheid" | "veiligheid" | "wonen" | "welzijn" | "samenleven" | "openbaar-domein" | "jeugd" | "gezondheid" | "onderwijs" | "participatie";
        };
        SubscribeDto: {
            /** @description a cursor of your feed: deliveries begin after it; left out, with what comes from now on */
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
            types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
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
            /** @description `whpk_` and 32 bytes in base64: the key that the signatures `v1a` are checked with; null in a repeat that comes after the end of the subscription */
            publicKey: string | null;
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
            /** @description the place in your feed after the last event that was decided; null: it has not begun */
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
        SuspendedHolding: {
            decision: components["schemas"]["Decision"];
            holder: components["schemas"]["AgencyNamed"];
            /** @description the id of the mandate */
            mandateId: string;
            /**
             * Format: date-time
             * @description since when the register says so
             */
            recordedAt: string;
            /**
             * Format: date
             * @description first day of the holder
             */
            since: string;
            /** @description first day without this holder */
            until: string | null;
        };
        SuspensionDto: {
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description first day on which nobody holds it; today or later
             * @example 2026-09-01
             */
            on: string;
            /** @description it is kept for ever: no names or data of persons */
            reason: string;
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
        TermsDto: {
            /** @description the samenwerkingsprotocol; needed for an external mandate */
            agreement?: string;
            /** @description the one case in which the holder may assign; in all others it asks */
            commissioningCase?: string;
            /** @description what follows for the other services; accepted with the grant */
            consequences?: string[];
            /** @description the function that carries it out, such as "gebiedsregisseur Brugse Poort" */
            executingFunction: string;
            /**
             * @description who is to hold it
             * @example ocmw-gent
             */
            holder: string;
            /**
             * @description interne, hybride or externe regie, or one of which the law says who holds it
             * @enum {string}
             */
            kind: "internal" | "hybrid" | "external" | "statutory";
            /** @description the article that says who holds it; needed for a statutory mandate */
            legalBasis?: string;
            /** @description people, money and rooms that come with it */
            means?: string[];
            /** @description what the holder may decide or use */
            powers?: string[];
            /** @description the neighbourhoods and themes that the mandate is about */
            slots: components["schemas"]["SlotDto"][];
            /** @description by what it may: decision, protocol or article; needed for commissioning */
            steeringBasis?: string;
            /**
             * @description what the holder may do; coordination when left out
             * @enum {string}
             */
            steeringModel?: "communication" | "coordination" | "commissioning";
            /** @description why the holder must be able to assign bindingly; needed for commissioning; it is kept for ever: no names or data of persons */
            steeringReason?: string;
        };
        Timeline: {
            entries: components["schemas"]["TimelineEntry"][];
            /** @description send it back as `after` for the next page; null: this is the last one */
            next: number | null;
        };
        TimelineEntry: {
            /** @description the agency that did it; null: the case itself, following the register, or when a day has come */
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
            /**
             * Format: date
             * @description last day on which the receiver can answer
             */
            answerBy?: string;
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
            status: "proposed" | "accepted" | "declined" | "withdrawn" | "expired";
            /** @description the code of an agency */
            to: string;
            /** @description the id of the transfer */
            transferId: string;
        };
        TransferDto: {
            /**
             * Format: date
             * @description last day on which the receiver can answer; left out: until it is withdrawn
             * @example 2026-09-01
             */
            answerBy?: string;
            decision: components["schemas"]["DecisionDto"];
            /**
             * Format: date
             * @description first day of the new holder
             * @example 2026-09-01
             */
            on: string;
            /** @description it is kept for ever: no names or data of persons */
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
            outcome: "transfer-proposed" | "transferred" | "transfer-declined" | "transfer-withdrawn";
            /** @description the id of the transfer */
            transferId: string;
        };
        UncoordinatedCase: {
            /** @description the id of the case */
            caseId: string;
            /** @description how many, both included */
            days: number;
            /** @description its code */
            neighbourhood: string;
            /**
             * Format: date
             * @description first day without
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
            /** @description W3C trace context of what caused it */
            traceparent?: string;
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
            /** @description it is kept for ever: no names or data of persons */
            reason?: string;
        };
        YearOfSlot: {
            /** @description days on which another agency acts than the last one that did */
            changes: number;
            /** @description of this year, as far as the question covers it */
            days: number;
            /** @description days without a mandate */
            gapDays: number;
            /** @description days with one that nobody acts under */
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
                types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
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
                types?: ("be.regie.case.closed.v1" | "be.regie.case.opened.v1" | "be.regie.case.commitment-accepted.v1" | "be.regie.case.commitment-declined.v1" | "be.regie.case.commitment-done.v1" | "be.regie.case.commitment-overdue.v1" | "be.regie.case.commitment-proposed.v1" | "be.regie.case.coordination-lost.v1" | "be.regie.case.coordination-taken-over.v1" | "be.regie.case.participant-accepted.v1" | "be.regie.case.participant-declined.v1" | "be.regie.case.participant-invited.v1" | "be.regie.case.participant-withdrawn.v1" | "be.regie.mandate.corrected.v1" | "be.regie.mandate.decision-overdue.v1" | "be.regie.mandate.ended.v1" | "be.regie.mandate.endorsed.v1" | "be.regie.mandate.evaluated.v1" | "be.regie.mandate.evaluation-overdue.v1" | "be.regie.mandate.extended.v1" | "be.regie.mandate.grant-confirmed.v1" | "be.regie.mandate.granted.v1" | "be.regie.mandate.narrowed.v1" | "be.regie.mandate.proposed.v1" | "be.regie.mandate.resumed.v1" | "be.regie.mandate.suspended.v1" | "be.regie.mandate.transfer-declined.v1" | "be.regie.mandate.transfer-expired.v1" | "be.regie.mandate.transfer-proposed.v1" | "be.regie.mandate.transfer-withdrawn.v1" | "be.regie.mandate.transferred.v1" | "be.regie.mandate.widened.v1" | "be.regie.agency.changed.v1" | "be.regie.agency.ended.v1" | "be.regie.agency.enrolled.v1" | "be.regie.agency.resumed.v1" | "be.regie.agency.suspended.v1" | "be.regie.agency.cooperation-policy-set.v1" | "be.regie.subscription.changed.v1" | "be.regie.subscription.confirmed.v1" | "be.regie.subscription.created.v1" | "be.regie.subscription.ended.v1" | "be.regie.subscription.event-skipped.v1" | "be.regie.subscription.paused.v1" | "be.regie.subscription.replayed.v1" | "be.regie.subscription.resumed.v1" | "be.regie.subscription.secret-rotated.v1" | "be.regie.subscription.suspended.v1")[];
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
                status?: "draft" | "proposed" | "granted" | "ended";
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
    MandatesController_revise: {
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
                "application/json": components["schemas"]["TermsDto"];
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
    MandatesController_confirm: {
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
                "application/json": components["schemas"]["ConfirmationDto"];
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
    MandatesController_correct: {
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
                "application/json": components["schemas"]["CorrectionDto"];
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
    MandatesController_evaluate: {
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
                "application/json": components["schemas"]["EvaluationDto"];
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
    MandatesController_extend: {
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
                "application/json": components["schemas"]["ExtensionDto"];
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
    MandatesController_history: {
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
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryOfMandate"];
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
    MandatesController_narrow: {
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
                "application/json": components["schemas"]["ScopeDto"];
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
    ViewsController_overlaps: {
        parameters: {
            query?: {
                /** @description first day; today when left out */
                from?: string;
                /** @description first day after; open when left out */
                until?: string;
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
                    "application/json": components["schemas"]["Overlaps"];
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
    MandatesController_proposeDraft: {
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
    ViewsController_report: {
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
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
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
    MandatesController_resume: {
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
                "application/json": components["schemas"]["ResumptionDto"];
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
    MandatesController_revoke: {
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
    MandatesController_suspend: {
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
                "application/json": components["schemas"]["SuspensionDto"];
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
    TransfersController_propose: {
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
    TransfersController_preview: {
        parameters: {
            query?: never;
            header?: {
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
                    /** @description The version of the resource, a whole number between quotes: what `If-Match` takes. */
                    ETag?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
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
    TransfersController_accept: {
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
                "application/json": components["schemas"]["AcceptanceDto"];
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
    TransfersController_decline: {
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
    TransfersController_withdraw: {
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
    MandatesController_widen: {
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
                "application/json": components["schemas"]["ScopeDto"];
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
    ViewsController_continuity: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                /** @description first day; three years before `until` when left out */
                from?: string;
                /** @description as the register said at this instant, or at the end of this day in Brussels; now when left out */
                knownAt?: string;
                /** @description neighbourhoods a page */
                limit?: number;
                /** @description first day after; tomorrow when left out */
                until?: string;
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
                    "application/json": components["schemas"]["Continuity"];
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
    ViewsController_export: {
        parameters: {
            query: {
                /** @description CSV, JSON, or JSON-LD with OSLO terms */
                format: "csv" | "json" | "jsonld";
                /** @description as the register said at this instant, or at the end of this day in Brussels; now when left out */
                knownAt?: string;
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
                    /** @description A name for the file. */
                    "Content-Disposition"?: string;
                    /** @description How far this place is, when the request had a `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFile"];
                    "application/ld+json": components["schemas"]["LinkedRegister"];
                    "text/csv": string;
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
    ViewsController_gaps: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                /** @description as the register said at this instant, or at the end of this day in Brussels; now when left out */
                knownAt?: string;
                /** @description neighbourhoods a page */
                limit?: number;
                /** @description today when left out */
                on?: string;
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
                    "application/json": components["schemas"]["Gaps"];
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
                /** @description as the register said at this instant, or at the end of this day in Brussels; now when left out */
                knownAt?: string;
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
    ImportController_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat of this request safe: it counts once. 1 to 100 visible characters. */
                "Idempotency-Key"?: string;
                /** @description The `Regie-Position` of an earlier answer: this one waits until it is visible here, five seconds at most (503, `read-model.behind`). */
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
            /** @description Done, or what was asked for. */
            200: {
                headers: {
                    /** @description The path of the resource. */
                    Location?: string;
                    /** @description The place in the log; send it back as `Regie-After`. */
                    "Regie-Position"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterImportOutcome"];
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
    ViewsController_matrix: {
        parameters: {
            query?: {
                /** @description the `next` of the page before */
                after?: string;
                /** @description as the register said at this instant, or at the end of this day in Brussels; now when left out */
                knownAt?: string;
                /** @description neighbourhoods a page */
                limit?: number;
                /** @description today when left out */
                on?: string;
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
                    "application/json": components["schemas"]["Matrix"];
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
