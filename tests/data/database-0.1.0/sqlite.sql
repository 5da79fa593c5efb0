BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0008');
CREATE TABLE chats (
	id BIGINT NOT NULL, 
	language VARCHAR NOT NULL, 
	voice VARCHAR NOT NULL, 
	rate INTEGER NOT NULL, 
	length VARCHAR NOT NULL, warn VARCHAR DEFAULT '' NOT NULL, agreed VARCHAR DEFAULT '' NOT NULL, register VARCHAR DEFAULT 'bd' NOT NULL, address VARCHAR DEFAULT 'apni' NOT NULL, numbers VARCHAR DEFAULT 'bangla' NOT NULL, pitch INTEGER DEFAULT '50' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "chats" VALUES(7,'bn','on',120,'long','blood,fire','models.example.org','wb','tumi','latin',30);
INSERT INTO "chats" VALUES(8,'en','off',150,'short','','-models.example.org','bd','apni','bangla',50);
INSERT INTO "chats" VALUES(9,'bn','ask',150,'short','snake','','bd','apni','bangla',50);
CREATE TABLE companions (
	user_id BIGINT NOT NULL, 
	companion_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	minutes INTEGER NOT NULL, asked_at DOUBLE DEFAULT '0' NOT NULL, 
	PRIMARY KEY (user_id, companion_id)
);
INSERT INTO "companions" VALUES(7,8,'Karim','agreed',5,1.0);
INSERT INTO "companions" VALUES(7,9,'Mina','refused',10,2.0);
CREATE TABLE errands (
	id INTEGER NOT NULL, 
	user_id BIGINT NOT NULL, 
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	photo_id INTEGER, 
	companion_id BIGINT NOT NULL, 
	companion_message_id BIGINT NOT NULL, 
	question VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	due_at DOUBLE NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "errands" VALUES(3,7,7,11,1,8,12,'কার?','open',77.5);
CREATE TABLE exchanges (
	id INTEGER NOT NULL, 
	photo_id INTEGER NOT NULL, 
	question_en VARCHAR NOT NULL, 
	answer_en VARCHAR NOT NULL, 
	question VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, user_id BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "exchanges" VALUES(1,1,'What colour?','red','রং কী?','লাল',7);
INSERT INTO "exchanges" VALUES(2,1,'','','কী লেখা আছে?','দোকান',7);
INSERT INTO "exchanges" VALUES(3,2,'q','a','প্র','উ',0);
CREATE TABLE inbox (
	update_id BIGINT NOT NULL, 
	chat_id BIGINT NOT NULL, 
	media_group VARCHAR, 
	content JSON, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	received_at DOUBLE NOT NULL, 
	retry_at DOUBLE NOT NULL, 
	error VARCHAR NOT NULL, outcome JSON, lease_bot VARCHAR DEFAULT '' NOT NULL, lease_until DOUBLE DEFAULT '0' NOT NULL, said JSON, 
	PRIMARY KEY (update_id)
);
INSERT INTO "inbox" VALUES(5,7,'album','{"message": {"chat": {"id": 7}, "text": "এটা কী?"}}','waiting',2,1.5,2.5,'e','{"photos": 1}','bot',9.5,'{"a": 3}');
CREATE TABLE invitations (
	digest VARCHAR NOT NULL, 
	user_id BIGINT NOT NULL, 
	until DOUBLE NOT NULL, 
	used_at DOUBLE NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "invitations" VALUES('aa',7,99.5,0.0);
INSERT INTO "invitations" VALUES('bb',7,98.5,97.5);
CREATE TABLE messages (
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	photo_id INTEGER NOT NULL, 
	PRIMARY KEY (chat_id, message_id), 
	FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "messages" VALUES(7,13,1);
INSERT INTO "messages" VALUES(-100,21,2);
CREATE TABLE people (
	user_id BIGINT NOT NULL, 
	role VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (user_id)
);
INSERT INTO "people" VALUES(7,'owner','Rina');
INSERT INTO "people" VALUES(8,'guest','Karim');
CREATE TABLE photos (
	id INTEGER NOT NULL, 
	chat_id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	file_id VARCHAR NOT NULL, 
	caption_en VARCHAR NOT NULL, 
	caption VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	sent_at DATETIME NOT NULL, kind VARCHAR DEFAULT 'photo' NOT NULL, user_id BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT photos_message UNIQUE (chat_id, message_id)
);
INSERT INTO "photos" VALUES(1,7,10,'file-a','a red circle','একটি লাল বৃত্ত','bn','2026-11-01 10:20:30.000000','photo',7);
INSERT INTO "photos" VALUES(2,-100,20,'file-b','a street','একটি রাস্তা','bn','2026-11-02 00:00:00.000000','video',8);
CREATE TABLE threads (
	chat_id BIGINT NOT NULL, 
	user_id BIGINT NOT NULL, 
	said VARCHAR DEFAULT '' NOT NULL, 
	waits JSON, 
	waits_at DOUBLE DEFAULT '0' NOT NULL, said_at DOUBLE DEFAULT '0' NOT NULL, 
	PRIMARY KEY (chat_id, user_id)
);
INSERT INTO "threads" VALUES(7,7,'বলা','{"for": "photo", "question": "রং কী?"}',2.5,1.5);
INSERT INTO "threads" VALUES(-100,8,'said','{"for": "forget", "which": "hour", "photos": [1, 2]}',4.5,3.5);
INSERT INTO "threads" VALUES(9,9,'only said',NULL,0.0,5.5);
CREATE TABLE ways (
	user_id BIGINT NOT NULL, 
	name VARCHAR NOT NULL, 
	asks VARCHAR NOT NULL, 
	PRIMARY KEY (user_id, name)
);
INSERT INTO "ways" VALUES(7,'বাজার','দাম; রং');
CREATE INDEX inbox_waiting ON inbox (state, chat_id, update_id);
CREATE INDEX ix_photos_chat_id ON photos (chat_id);
CREATE INDEX ix_messages_photo_id ON messages (photo_id);
CREATE INDEX ix_exchanges_photo_id ON exchanges (photo_id);
CREATE INDEX ix_errands_user_id ON errands (user_id);
CREATE INDEX ix_errands_companion_id ON errands (companion_id);
COMMIT;
