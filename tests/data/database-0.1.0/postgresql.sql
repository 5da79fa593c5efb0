CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.chats (
    id bigint NOT NULL,
    language character varying NOT NULL,
    voice character varying NOT NULL,
    rate integer NOT NULL,
    length character varying NOT NULL,
    warn character varying DEFAULT ''::character varying NOT NULL,
    agreed character varying DEFAULT ''::character varying NOT NULL,
    register character varying DEFAULT 'bd'::character varying NOT NULL,
    address character varying DEFAULT 'apni'::character varying NOT NULL,
    numbers character varying DEFAULT 'bangla'::character varying NOT NULL,
    pitch integer DEFAULT 50 NOT NULL
);
CREATE TABLE public.companions (
    user_id bigint NOT NULL,
    companion_id bigint NOT NULL,
    name character varying NOT NULL,
    state character varying NOT NULL,
    minutes integer NOT NULL,
    asked_at double precision DEFAULT '0'::double precision NOT NULL
);
CREATE TABLE public.errands (
    id integer NOT NULL,
    user_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    message_id bigint NOT NULL,
    photo_id integer,
    companion_id bigint NOT NULL,
    companion_message_id bigint NOT NULL,
    question character varying NOT NULL,
    state character varying NOT NULL,
    due_at double precision NOT NULL
);
CREATE SEQUENCE public.errands_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.errands_id_seq OWNED BY public.errands.id;
CREATE TABLE public.exchanges (
    id integer NOT NULL,
    photo_id integer NOT NULL,
    question_en character varying NOT NULL,
    answer_en character varying NOT NULL,
    question character varying NOT NULL,
    answer character varying NOT NULL,
    user_id bigint DEFAULT '0'::bigint NOT NULL
);
CREATE SEQUENCE public.exchanges_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.exchanges_id_seq OWNED BY public.exchanges.id;
CREATE TABLE public.inbox (
    update_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    media_group character varying,
    content json,
    state character varying NOT NULL,
    attempts integer NOT NULL,
    received_at double precision NOT NULL,
    retry_at double precision NOT NULL,
    error character varying NOT NULL,
    outcome json,
    lease_bot character varying DEFAULT ''::character varying NOT NULL,
    lease_until double precision DEFAULT '0'::double precision NOT NULL,
    said json
);
CREATE TABLE public.invitations (
    digest character varying NOT NULL,
    user_id bigint NOT NULL,
    until double precision NOT NULL,
    used_at double precision NOT NULL
);
CREATE TABLE public.messages (
    chat_id bigint NOT NULL,
    message_id bigint NOT NULL,
    photo_id integer NOT NULL
);
CREATE TABLE public.people (
    user_id bigint NOT NULL,
    role character varying NOT NULL,
    name character varying NOT NULL
);
CREATE TABLE public.photos (
    id integer NOT NULL,
    chat_id bigint NOT NULL,
    message_id bigint NOT NULL,
    file_id character varying NOT NULL,
    caption_en character varying NOT NULL,
    caption character varying NOT NULL,
    language character varying NOT NULL,
    sent_at timestamp without time zone NOT NULL,
    kind character varying DEFAULT 'photo'::character varying NOT NULL,
    user_id bigint DEFAULT '0'::bigint NOT NULL
);
CREATE SEQUENCE public.photos_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.photos_id_seq OWNED BY public.photos.id;
CREATE TABLE public.threads (
    chat_id bigint NOT NULL,
    user_id bigint NOT NULL,
    said character varying DEFAULT ''::character varying NOT NULL,
    waits json,
    waits_at double precision DEFAULT '0'::double precision NOT NULL,
    said_at double precision DEFAULT '0'::double precision NOT NULL
);
CREATE TABLE public.ways (
    user_id bigint NOT NULL,
    name character varying NOT NULL,
    asks character varying NOT NULL
);
ALTER TABLE ONLY public.errands ALTER COLUMN id SET DEFAULT nextval('public.errands_id_seq'::regclass);
ALTER TABLE ONLY public.exchanges ALTER COLUMN id SET DEFAULT nextval('public.exchanges_id_seq'::regclass);
ALTER TABLE ONLY public.photos ALTER COLUMN id SET DEFAULT nextval('public.photos_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0008');
INSERT INTO public.chats VALUES (7, 'bn', 'on', 120, 'long', 'blood,fire', 'models.example.org', 'wb', 'tumi', 'latin', 30);
INSERT INTO public.chats VALUES (8, 'en', 'off', 150, 'short', '', '-models.example.org', 'bd', 'apni', 'bangla', 50);
INSERT INTO public.chats VALUES (9, 'bn', 'ask', 150, 'short', 'snake', '', 'bd', 'apni', 'bangla', 50);
INSERT INTO public.companions VALUES (7, 8, 'Karim', 'agreed', 5, 1);
INSERT INTO public.companions VALUES (7, 9, 'Mina', 'refused', 10, 2);
INSERT INTO public.errands VALUES (3, 7, 7, 11, 1, 8, 12, 'কার?', 'open', 77.5);
INSERT INTO public.exchanges VALUES (1, 1, 'What colour?', 'red', 'রং কী?', 'লাল', 7);
INSERT INTO public.exchanges VALUES (2, 1, '', '', 'কী লেখা আছে?', 'দোকান', 7);
INSERT INTO public.exchanges VALUES (3, 2, 'q', 'a', 'প্র', 'উ', 0);
INSERT INTO public.inbox VALUES (5, 7, 'album', '{"message": {"chat": {"id": 7}, "text": "এটা কী?"}}', 'waiting', 2, 1.5, 2.5, 'e', '{"photos": 1}', 'bot', 9.5, '{"a": 3}');
INSERT INTO public.invitations VALUES ('aa', 7, 99.5, 0);
INSERT INTO public.invitations VALUES ('bb', 7, 98.5, 97.5);
INSERT INTO public.messages VALUES (7, 13, 1);
INSERT INTO public.messages VALUES (-100, 21, 2);
INSERT INTO public.people VALUES (7, 'owner', 'Rina');
INSERT INTO public.people VALUES (8, 'guest', 'Karim');
INSERT INTO public.photos VALUES (1, 7, 10, 'file-a', 'a red circle', 'একটি লাল বৃত্ত', 'bn', '2026-11-01 10:20:30', 'photo', 7);
INSERT INTO public.photos VALUES (2, -100, 20, 'file-b', 'a street', 'একটি রাস্তা', 'bn', '2026-11-02 00:00:00', 'video', 8);
INSERT INTO public.threads VALUES (7, 7, 'বলা', '{"for": "photo", "question": "রং কী?"}', 2.5, 1.5);
INSERT INTO public.threads VALUES (-100, 8, 'said', '{"for": "forget", "which": "hour", "photos": [1, 2]}', 4.5, 3.5);
INSERT INTO public.threads VALUES (9, 9, 'only said', NULL, 0, 5.5);
INSERT INTO public.ways VALUES (7, 'বাজার', 'দাম; রং');
SELECT pg_catalog.setval('public.errands_id_seq', 10, true);
SELECT pg_catalog.setval('public.exchanges_id_seq', 10, true);
SELECT pg_catalog.setval('public.photos_id_seq', 10, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.chats
    ADD CONSTRAINT chats_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.companions
    ADD CONSTRAINT companions_pkey PRIMARY KEY (user_id, companion_id);
ALTER TABLE ONLY public.errands
    ADD CONSTRAINT errands_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (update_id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (chat_id, message_id);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.photos
    ADD CONSTRAINT photos_message UNIQUE (chat_id, message_id);
ALTER TABLE ONLY public.photos
    ADD CONSTRAINT photos_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.threads
    ADD CONSTRAINT threads_pkey PRIMARY KEY (chat_id, user_id);
ALTER TABLE ONLY public.ways
    ADD CONSTRAINT ways_pkey PRIMARY KEY (user_id, name);
CREATE INDEX inbox_waiting ON public.inbox USING btree (state, chat_id, update_id);
CREATE INDEX ix_errands_companion_id ON public.errands USING btree (companion_id);
CREATE INDEX ix_errands_user_id ON public.errands USING btree (user_id);
CREATE INDEX ix_exchanges_photo_id ON public.exchanges USING btree (photo_id);
CREATE INDEX ix_messages_photo_id ON public.messages USING btree (photo_id);
CREATE INDEX ix_photos_chat_id ON public.photos USING btree (chat_id);
ALTER TABLE ONLY public.errands
    ADD CONSTRAINT errands_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photos(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photos(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_photo_id_fkey FOREIGN KEY (photo_id) REFERENCES public.photos(id) ON DELETE CASCADE;
