// SPDX-FileCopyrightText: The Foreshock authors
// SPDX-License-Identifier: Apache-2.0
package apps;

public class ReactorApp {
    public static void main(String[] arguments) throws Exception {
        ReactorCases.add();
        Cases.serve(ReactorCases::afterwards);
    }
}
