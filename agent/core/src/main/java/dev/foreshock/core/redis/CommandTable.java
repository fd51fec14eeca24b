// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.core.redis;

import dev.foreshock.api.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of Redis commands: whether they read, write or wait, and where their keys stand. From the command reference of
 * Redis 8. Immutable once built.
 */
final class CommandTable {
    /** No argument is a key. */
    static final int KEYLESS = -1;

    /** What stands for a command that is not in the table: its first argument may be anything. */
    static final Entry UNKNOWN = new Entry(0, KEYLESS, 0, 0);

    private static final int LOOKUP = Shape.READS | Shape.LOOKUP;

    private final Map<String, Entry> entries = new HashMap<>(512);

    /**
     * @param traits constants of {@link Shape}
     * @param key the position of the first key among the arguments, or {@link #KEYLESS}
     * @param before arguments in front of the values or keys that are counted, the first key among them or not
     * @param each arguments for each of these; 0 where there is one value
     */
    record Entry(int traits, int key, int before, int each) {
        /** How many values the command is about, as far as they can be counted: 0 where it is about one. */
        int arity(int arguments) {
            int values = each == 0 ? 0 : (arguments - before) / each;
            return values > 1 ? values : 0;
        }
    }

    CommandTable() {
        reads();
        writes();
        waits();
        add(Shape.TRANSACTION, KEYLESS, 0, 0, "MULTI EXEC DISCARD UNWATCH");
        add(Shape.TRANSACTION, 0, 0, 0, "WATCH");
        add(
                Shape.PROBE,
                KEYLESS,
                0,
                0,
                "PING ECHO AUTH HELLO SELECT CLIENT CONFIG COMMAND INFO ROLE CLUSTER READONLY READWRITE ASKING QUIT"
                        + " SENTINEL SCRIPT FUNCTION TIME RESET LATENCY SLOWLOG MODULE DBSIZE LASTSAVE ACL DEBUG"
                        + " UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE PUBSUB REPLCONF PSYNC SYNC");
        // Scripts may read or write, and a scan is asked for page by page: neither is judged by its repetition.
        add(0, KEYLESS, 0, 0, "SCAN PUBLISH SPUBLISH SWAPDB FLUSHDB FLUSHALL SAVE BGSAVE BGREWRITEAOF SHUTDOWN");
        add(0, 0, 0, 0, "SSCAN HSCAN ZSCAN");
        add(0, 2, 0, 0, "EVAL EVALSHA EVAL_RO EVALSHA_RO FCALL FCALL_RO");
    }

    private void reads() {
        add(LOOKUP, 0, 0, 0, "GET HGET GETEX ZSCORE JSON.GET");
        add(LOOKUP, 0, 0, 1, "MGET");
        add(LOOKUP, 0, 1, 1, "HMGET ZMSCORE");
        add(Shape.READS, 0, 0, 1, "EXISTS TOUCH SINTER SUNION SDIFF PFCOUNT");
        add(Shape.READS, 0, 1, 1, "SMISMEMBER GEOPOS GEOHASH");
        add(
                Shape.READS,
                0,
                0,
                0,
                "GETRANGE SUBSTR STRLEN TYPE DUMP EXPIRETIME PEXPIRETIME HGETALL HKEYS HVALS HLEN HEXISTS HSTRLEN LRANGE"
                        + " LINDEX LLEN LPOS SMEMBERS SISMEMBER SCARD ZRANGE ZREVRANGE ZRANGEBYSCORE ZREVRANGEBYSCORE"
                        + " ZRANGEBYLEX ZREVRANGEBYLEX ZRANK ZREVRANK ZCARD ZCOUNT ZLEXCOUNT GETBIT BITCOUNT BITPOS"
                        + " BITFIELD_RO GEODIST GEOSEARCH GEORADIUS_RO GEORADIUSBYMEMBER_RO XRANGE XREVRANGE XLEN"
                        + " XPENDING SORT_RO LCS");
        add(Shape.READS | Shape.VOLATILE, 0, 0, 0, "TTL PTTL SRANDMEMBER HRANDFIELD ZRANDMEMBER");
        add(Shape.READS | Shape.VOLATILE, KEYLESS, 0, 0, "RANDOMKEY");
        add(Shape.READS, KEYLESS, 0, 0, "KEYS");
        add(Shape.READS, 1, 0, 0, "OBJECT MEMORY XINFO SINTERCARD ZUNION ZINTER ZDIFF ZINTERCARD");
        // The streams stand behind a word, in front of where they are read from.
        add(Shape.READS | Shape.VOLATILE, KEYLESS, 0, 0, "XREAD XREADGROUP");
    }

    private void writes() {
        int writes = Shape.WRITES;
        add(
                writes,
                0,
                0,
                0,
                "SET SETNX SETEX PSETEX SETRANGE APPEND GETSET INCR INCRBY INCRBYFLOAT DECR DECRBY EXPIRE PEXPIRE EXPIREAT"
                        + " PEXPIREAT PERSIST RENAME RENAMENX MOVE COPY RESTORE HSETNX HINCRBY HINCRBYFLOAT LSET LINSERT"
                        + " LREM LTRIM LPOP RPOP RPOPLPUSH LMOVE SPOP SMOVE ZINCRBY ZPOPMIN ZPOPMAX ZREMRANGEBYRANK"
                        + " ZREMRANGEBYSCORE ZREMRANGEBYLEX ZRANGESTORE ZUNIONSTORE ZINTERSTORE ZDIFFSTORE SETBIT BITFIELD"
                        + " GEOADD GEORADIUS GEORADIUSBYMEMBER GEOSEARCHSTORE XADD XTRIM XSETID XCLAIM XAUTOCLAIM SORT"
                        + " SINTERSTORE SUNIONSTORE SDIFFSTORE PFMERGE HEXPIRE HPEXPIRE HPERSIST HGETDEL HGETEX HSETEX"
                        + " JSON.SET JSON.DEL JSON.MERGE");
        add(writes | Shape.LOOKUP, 0, 0, 0, "GETDEL");
        add(writes, 0, 0, 1, "DEL UNLINK");
        add(writes, 0, 0, 2, "MSET MSETNX");
        add(writes, 0, 1, 1, "LPUSH RPUSH LPUSHX RPUSHX SADD SREM ZREM HDEL PFADD XDEL");
        add(writes, 0, 1, 2, "HSET HMSET ZADD");
        add(writes, 0, 2, 1, "XACK");
        add(writes, 1, 0, 0, "BITOP XGROUP LMPOP ZMPOP");
        add(writes, 2, 0, 0, "MIGRATE");
    }

    private void waits() {
        int waits = Shape.WRITES | Shape.BLOCKING;
        add(waits, 0, 0, 0, "BLPOP BRPOP BRPOPLPUSH BLMOVE BZPOPMIN BZPOPMAX");
        add(waits, 2, 0, 0, "BLMPOP BZMPOP");
        add(Shape.BLOCKING, KEYLESS, 0, 0, "WAIT WAITAOF SUBSCRIBE PSUBSCRIBE SSUBSCRIBE MONITOR");
    }

    private void add(int traits, int key, int before, int each, String names) {
        Entry entry = new Entry(traits, key, before, each);
        for (String name : names.split(" ", -1)) {
            entries.put(name, entry);
        }
    }

    Entry find(String name) {
        return entries.getOrDefault(name, UNKNOWN);
    }
}
