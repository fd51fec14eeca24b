// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps

import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.coroutines.Continuation
import kotlin.coroutines.resume
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.asExecutor
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield

/** Coroutines on every kind of dispatcher, and coroutines that hand something to each other. */
private val pool = Executors.newFixedThreadPool(2).asCoroutineDispatcher()
private val single = Executors.newSingleThreadScheduledExecutor().asCoroutineDispatcher()

/** A scope of the application's, which no request has made. */
private val application = CoroutineScope(Job() + Dispatchers.Default)

private fun case(name: String, statements: Int, body: suspend CoroutineScope.() -> Unit) =
    Cases.add(name, statements) { runBlocking { body() } }

/** Resumed by a thread that knows nothing of the coroutine. */
private suspend fun foreign(): String = suspendCoroutine { Cases.onForeignThread { it.resume("value") } }

@OptIn(DelicateCoroutinesApi::class)
fun main() {
    case("blocking", 2) {
        Cases.query("blocking")
        foreign()
        Cases.query("blocking")
    }
    case("on_default", 2) { withContext(Dispatchers.Default) { steps("on_default") } }
    case("on_io", 2) { withContext(Dispatchers.IO) { steps("on_io") } }
    case("on_unconfined", 2) { withContext(Dispatchers.Unconfined) { steps("on_unconfined") } }
    case("on_pool", 2) { withContext(pool) { steps("on_pool") } }
    case("on_single", 2) { withContext(single) { steps("on_single") } }
    case("launched", 2) { launch(Dispatchers.Default) { steps("launched") } }
    case("launched_at_once", 2) { launch(Dispatchers.IO, CoroutineStart.UNDISPATCHED) { steps("launched_at_once") } }
    case("launched_lazily", 2) {
        val job = launch(Dispatchers.Default, CoroutineStart.LAZY) { steps("launched_lazily") }
        launch(pool) { job.start() }.join()
        job.join()
    }
    case("put_off", 3) {
        for (dispatcher in listOf(Dispatchers.Default, Dispatchers.Unconfined, single)) {
            withContext(dispatcher) {
                delay(2)
                Cases.query("put_off")
            }
        }
    }
    case("awaited", 8) {
        (1..4).map { async(if (it % 2 == 0) Dispatchers.IO else pool) { steps("awaited") } }.awaitAll()
    }
    case("nested", 3) {
        coroutineScope {
            launch(Dispatchers.IO) {
                Cases.query("nested")
                launch(pool) {
                    foreign()
                    Cases.query("nested")
                }
                yield()
                Cases.query("nested")
            }
        }
    }
    case("timed_out", 1) {
        withTimeoutOrNull(2) { delay(10_000) } ?: withContext(Dispatchers.Default) { Cases.query("timed_out") }
    }
    case("flow", 6) {
        flow {
            for (i in 1..3) {
                foreign()
                Cases.query("flow")
                emit(i)
            }
        }
            .flowOn(Dispatchers.IO)
            .buffer(1)
            .map { Cases.query("flow") }
            .collect {}
    }
    case("in_global_scope", 2) { GlobalScope.launch { steps("in_global_scope") }.join() }
    case("in_application_scope", 2) { application.launch { steps("in_application_scope") }.join() }
    case("dispatcher_as_executor", 1) {
        val done = CompletableDeferred<Unit>()
        Dispatchers.IO.asExecutor().execute {
            Cases.query("dispatcher_as_executor")
            done.complete(Unit)
        }
        done.await()
    }
    handOff()
    Cases.serve {
        afterwards()
        pool.close()
        single.close()
    }
}

private suspend fun steps(table: String) {
    Cases.query(table)
    foreign()
    Cases.query(table)
}

/** One coroutine resumes another one, which goes on with what it did itself. */
@OptIn(DelicateCoroutinesApi::class)
private fun handOff() {
    for ((name, dispatcher) in mapOf("default" to Dispatchers.Default, "pool" to pool, "unconfined" to Dispatchers.Unconfined)) {
        val channel = Channel<String>()
        val received = CompletableDeferred<Unit>()
        case("receiver_$name", 2) {
            application.launch(dispatcher) {
                Cases.query("receiver_$name")
                channel.receive()
                Cases.query("receiver_$name")
                received.complete(Unit)
            }
            Unit
        }
        case("sender_$name", 2) {
            withContext(dispatcher) {
                Cases.query("sender_$name")
                channel.send("")
                received.await()
                Cases.query("sender_$name")
            }
        }
    }

    // A coroutine that has been there since the start, and belongs to nobody whoever wakes it.
    for ((name, dispatcher) in mapOf("default" to Dispatchers.Default, "pool" to pool)) {
        val work = Channel<CompletableDeferred<Unit>>()
        Cases.nobody("nobody_$name")
        application.launch(dispatcher) {
            for (done in work) {
                Cases.query("nobody_$name")
                done.complete(Unit)
            }
        }
        case("waker_$name", 1) {
            val done = CompletableDeferred<Unit>()
            work.send(done)
            done.await()
            Cases.query("waker_$name")
        }
    }
    val waiting = CompletableDeferred<Continuation<Unit>>()
    case("outliving", 2) {
        application.launch {
            Cases.query("outliving")
            suspendCoroutine<Unit> { waiting.complete(it) }
            Cases.query("outliving")
        }
        Unit
    }
    case("resuming", 1) {
        waiting.await().resume(Unit)
        Cases.query("resuming")
    }
    Cases.nobody("nobody_afterwards")
}

/** On every thread that has run a coroutine of a request. */
private fun afterwards() {
    val done = CountDownLatch(25)
    for (dispatcher in listOf(Dispatchers.Default, Dispatchers.IO, pool, single)) {
        for (i in 1..6) {
            application.launch(dispatcher) {
                Cases.query("nobody_afterwards")
                done.countDown()
            }
        }
    }
    Cases.onForeignThread {
        Cases.query("nobody_afterwards")
        done.countDown()
    }
    check(done.await(20, TimeUnit.SECONDS)) { "coroutines have not run" }
}
