// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

public class RxApp {
    public static void main(String[] arguments) throws Exception {
        RxCases.add();
        Cases.serve(RxCases::afterwards);
    }
}
