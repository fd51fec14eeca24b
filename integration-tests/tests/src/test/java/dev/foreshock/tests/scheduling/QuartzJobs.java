// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package dev.foreshock.tests.scheduling;

import dev.foreshock.harness.Child;
import java.util.Properties;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.listeners.TriggerListenerSupport;

/** Quartz jobs that run all the time: one that queries in a loop, two that fail, and one that a listener forbids. */
public final class QuartzJobs {
    private QuartzJobs() {}

    /** Reads the articles one by one. */
    public static final class RefreshJob implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            Stock.oneByOne();
        }
    }

    /** Throws what a job may throw. */
    public static final class FailingJob implements Job {
        @Override
        public void execute(JobExecutionContext context) throws JobExecutionException {
            Stock.count("=");
            throw new JobExecutionException(new java.io.IOException("expected"));
        }
    }

    /** Throws what a job may not throw. */
    public static final class BreakingJob implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            Stock.count("<>");
            throw new UnsupportedOperationException("expected");
        }
    }

    /** Never runs. */
    public static final class ForbiddenJob implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            System.out.println("forbidden");
        }
    }

    private static final class Veto extends TriggerListenerSupport {
        @Override
        public String getName() {
            return "veto";
        }

        @Override
        public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
            return context.getJobDetail().getJobClass() == ForbiddenJob.class;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Stock.create();
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        // One thread: what one run left behind, another would meet.
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
        scheduler.getListenerManager().addTriggerListener(new Veto());
        schedule(scheduler, RefreshJob.class);
        schedule(scheduler, FailingJob.class);
        schedule(scheduler, BreakingJob.class);
        schedule(scheduler, ForbiddenJob.class);
        scheduler.start();
        Child.ready(0);
        Child.awaitEnd();
        scheduler.shutdown(true);
    }

    private static void schedule(Scheduler scheduler, Class<? extends Job> job) throws Exception {
        scheduler.scheduleJob(
                JobBuilder.newJob(job).withIdentity(job.getSimpleName()).build(),
                TriggerBuilder.newTrigger()
                        .startNow()
                        .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                .withIntervalInMilliseconds(100)
                                .repeatForever())
                        .build());
    }
}
